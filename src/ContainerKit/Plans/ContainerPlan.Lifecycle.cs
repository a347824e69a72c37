using ContainerKit.Containers;
using Microsoft.Extensions.Logging;

namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>
    /// Starts a created or stopped container. If its spec has a <see cref="ContainerSpec.Wait"/>, waits until it is
    /// ready. Does nothing if the container runs already.
    /// </summary>
    public ContainerPlan Start() => Then("start", async (container, token) =>
    {
        await container.StartAsync(token).ConfigureAwait(false);
        if (container.Client.CreationInfo?.Spec.Wait is { } wait)
            await container.WaitForAsync(wait, token).ConfigureAwait(false);
    });

    /// <summary>
    /// Stops the container: sends its stop signal, then SIGKILL after its grace period. The grace period is the one
    /// that the container was created with, or 10 seconds.
    /// </summary>
    public ContainerPlan Stop() => Then("stop", (container, token) => container.StopAsync(token));

    /// <summary>
    /// Stops the container: sends its stop signal, then SIGKILL after the grace period, or at once if that is zero.
    /// </summary>
    public ContainerPlan Stop(TimeSpan gracePeriod)
    {
        ContainerOperations.ValidateGracePeriod(gracePeriod);
        return Then(
            $"stop within {FormatGracePeriod(gracePeriod)}",
            (container, token) => container.StopAsync(gracePeriod, token));
    }

    /// <summary>
    /// Stops the container: sends this signal, then SIGKILL after the grace period, or at once if that is zero.
    /// </summary>
    /// <exception cref="ArgumentException">The signal is unknown.</exception>
    public ContainerPlan Stop(string signal, TimeSpan gracePeriod)
    {
        Signals.Validate(signal);
        ContainerOperations.ValidateGracePeriod(gracePeriod);
        return Then(
            $"stop with {signal} within {FormatGracePeriod(gracePeriod)}",
            (container, token) => container.StopAsync(signal, gracePeriod, token));
    }

    /// <summary>Kills the container.</summary>
    public ContainerPlan Kill() => Then("kill", (container, token) => container.KillAsync(token));

    /// <summary>Sends a signal to the main process of the container, by name or number.</summary>
    /// <exception cref="ArgumentException">The signal is unknown.</exception>
    public ContainerPlan Kill(string signal)
    {
        Signals.Validate(signal);
        return Then($"kill with {signal}", (container, token) => container.KillAsync(signal, token));
    }

    /// <summary>Stops the container as <see cref="Stop()"/> does, and starts it again.</summary>
    public ContainerPlan Restart() => Then("restart", (container, token) => container.RestartAsync(token));

    /// <summary>Stops the container as <see cref="Stop(TimeSpan)"/> does, and starts it again.</summary>
    public ContainerPlan Restart(TimeSpan gracePeriod)
    {
        ContainerOperations.ValidateGracePeriod(gracePeriod);
        return Then(
            $"restart within {FormatGracePeriod(gracePeriod)}",
            (container, token) => container.RestartAsync(gracePeriod, token));
    }

    /// <summary>Suspends all processes in the container.</summary>
    public ContainerPlan Pause() => Then("pause", (container, token) => container.PauseAsync(token));

    /// <summary>Resumes the processes of a paused container.</summary>
    public ContainerPlan Unpause() => Then("unpause", (container, token) => container.UnpauseAsync(token));

    /// <summary>Renames the container.</summary>
    /// <exception cref="ArgumentException">The name is not a valid container name.</exception>
    public ContainerPlan Rename(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ContainerSpec.ValidateName(name);
        return Then($"rename {name}", (container, token) => container.RenameAsync(name, token));
    }

    /// <summary>Changes the resource limits and the restart policy of the container.</summary>
    /// <exception cref="ArgumentException">The changes contradict each other, or there are none.</exception>
    public ContainerPlan Update(ContainerUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        update.Validate();
        return Then(update.ToString(), (container, token) => container.UpdateAsync(update, token));
    }

    /// <summary>
    /// Waits until the container exits and keeps it for the next step, such as a commit. An exit code other than 0
    /// throws a <see cref="RunFailedException"/>. To get only the output, <see cref="ToCompletion()"/> needs fewer
    /// requests.
    /// </summary>
    public ContainerPlan WaitForExit() => WaitForExit(ExitCodes.Zero);

    /// <summary>Waits until the container exits and keeps it for the next step, such as a commit.</summary>
    /// <param name="allowed">The exit codes that do not throw a <see cref="RunFailedException"/>.</param>
    public ContainerPlan WaitForExit(ExitCodes allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        ThrowIfNeverCompletes();
        const string Verb = "wait for exit";
        if (Source is IContainerCreation { Spec.AutoRemove: true } run)
            return new ContainerPlan(new ExitedRunStep(Source, run, Verb, allowed), Options);
        return Then(Verb, async (container, token) =>
        {
            // The output is read only for the error message of a failed run.
            if (!allowed.IsAllowed(await container.WaitAsync(token).ConfigureAwait(false)))
                await container.ToCompletionAsync(allowed, token).ConfigureAwait(false);
        });
    }

    /// <summary>
    /// Forwards the existing and future output of the container to a logger while the plan continues: standard output
    /// as information, standard error as warnings. The forwarding stops when the container exits, when its handle is
    /// disposed, or when the plan ends without the container in its result.
    /// </summary>
    public ContainerPlan LogTo(ILogger logger) => LogTo(logger, new LogToOptions());

    /// <summary>
    /// Forwards the existing and future output of the container to a logger while the plan continues.
    /// </summary>
    /// <inheritdoc cref="LogTo(ILogger)"/>
    public ContainerPlan LogTo(ILogger logger, LogToOptions options)
    {
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(options);
        return Continue("log", (context, container) =>
        {
            LogForwarder.Start(context, container, logger, options);
            return Task.CompletedTask;
        });
    }

    /// <summary>Adds a step with this text that runs a callback with the container.</summary>
    internal ContainerPlan Then(string text, Func<Container, CancellationToken, Task> operation) =>
        Continue(text, (context, container) => operation(Container.From(container), context.Token));

    private static string FormatGracePeriod(TimeSpan gracePeriod) =>
        gracePeriod == Timeout.InfiniteTimeSpan ? "any time" : FormattableString.Invariant($"{gracePeriod.TotalSeconds:0.###} s");
}
