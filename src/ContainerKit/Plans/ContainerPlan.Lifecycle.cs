using ContainerKit.Containers;
using Microsoft.Extensions.Logging;

namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>
    /// Then starts the container: one that <see cref="ImagePlan.Create(ContainerSpec)"/> made, or one that has stopped, and waits until it is ready where
    /// its spec has a <see cref="ContainerSpec.Wait"/>. Quiet when it runs already.
    /// </summary>
    public ContainerPlan Start() => Then("start", async (container, token) =>
    {
        await container.StartAsync(token).ConfigureAwait(false);
        if (container.Client.CreationInfo?.Spec.Wait is { } wait) await container.WaitForAsync(wait, token).ConfigureAwait(false);
    });

    /// <summary>Then asks the container's process to end, with its stop signal, and kills it when its grace period is over: the one it was made with, or else 10 seconds.</summary>
    public ContainerPlan Stop() => Then("stop", (container, token) => container.StopAsync(token));

    /// <summary>Then asks the container's process to end, with its stop signal, and kills it when the grace period is over; with zero, at once.</summary>
    public ContainerPlan Stop(TimeSpan gracePeriod)
    {
        ContainerOperations.ValidateGracePeriod(gracePeriod);
        return Then($"stop within {Seconds(gracePeriod)}", (container, token) => container.StopAsync(gracePeriod, token));
    }

    /// <summary>Then asks the container's process to end, with this signal, and kills it when the grace period is over; with zero, at once.</summary>
    /// <exception cref="ArgumentException">There is no such signal.</exception>
    public ContainerPlan Stop(string signal, TimeSpan gracePeriod)
    {
        Signals.Check(signal);
        ContainerOperations.ValidateGracePeriod(gracePeriod);
        return Then($"stop with {signal} within {Seconds(gracePeriod)}", (container, token) => container.StopAsync(signal, gracePeriod, token));
    }

    /// <summary>Then kills the container's process.</summary>
    public ContainerPlan Kill() => Then("kill", (container, token) => container.KillAsync(token));

    /// <summary>Then sends the container's process a signal, by name or number.</summary>
    /// <exception cref="ArgumentException">There is no such signal.</exception>
    public ContainerPlan Kill(string signal)
    {
        Signals.Check(signal);
        return Then($"kill with {signal}", (container, token) => container.KillAsync(signal, token));
    }

    /// <summary>Then stops the container as <see cref="Stop()"/> does, and starts it again.</summary>
    public ContainerPlan Restart() => Then("restart", (container, token) => container.RestartAsync(token));

    /// <summary>Then stops the container as <see cref="Stop(TimeSpan)"/> does, and starts it again.</summary>
    public ContainerPlan Restart(TimeSpan gracePeriod)
    {
        ContainerOperations.ValidateGracePeriod(gracePeriod);
        return Then($"restart within {Seconds(gracePeriod)}", (container, token) => container.RestartAsync(gracePeriod, token));
    }

    /// <summary>Then lets all processes of the container stand still.</summary>
    public ContainerPlan Pause() => Then("pause", (container, token) => container.PauseAsync(token));

    /// <summary>Then lets the processes of a paused container go on.</summary>
    public ContainerPlan Unpause() => Then("unpause", (container, token) => container.UnpauseAsync(token));

    /// <summary>Then gives the container another name.</summary>
    /// <exception cref="ArgumentException">No container can have that name.</exception>
    public ContainerPlan Rename(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ContainerSpec.ValidateName(name);
        return Then($"rename {name}", (container, token) => container.RenameAsync(name, token));
    }

    /// <summary>Then changes what the container may use of its host, and when it is started again.</summary>
    /// <exception cref="ArgumentException">The changes do not go together, or there are none.</exception>
    public ContainerPlan Update(ContainerUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        update.Validate();
        return Then(update.ToString(), (container, token) => container.UpdateAsync(update, token));
    }

    /// <summary>
    /// Then waits for the container's process to end, and goes on with the container, such as to commit it. An exit code other than 0 throws a
    /// <see cref="RunFailedException"/>. Where only its output is wanted, <see cref="ToCompletion()"/> is cheaper.
    /// </summary>
    public ContainerPlan WaitForExit() => WaitForExit(ExitCodes.Zero);

    /// <summary>Then waits for the container's process to end, and goes on with the container, such as to commit it.</summary>
    /// <param name="allowed">The exit codes that do not throw a <see cref="RunFailedException"/>.</param>
    public ContainerPlan WaitForExit(ExitCodes allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        RefuseEndless();
        return Then("wait for exit", async (container, token) =>
        {
            // Its output is only of interest where it failed.
            if (!allowed.IsAllowed(await container.WaitAsync(token).ConfigureAwait(false))) await container.ToCompletionAsync(allowed, token).ConfigureAwait(false);
        });
    }

    /// <summary>
    /// Then passes on to a logger what the container has written and writes, beside what the chain goes on to do: standard output as
    /// information, standard error as warnings. It ends with the container, with its handle, or with a chain that hands none back.
    /// </summary>
    public ContainerPlan LogTo(ILogger logger) => LogTo(logger, new LogToOptions());

    /// <summary>Then passes on to a logger what the container has written and writes, beside what the chain goes on to do.</summary>
    /// <inheritdoc cref="LogTo(ILogger)"/>
    public ContainerPlan LogTo(ILogger logger, LogToOptions options)
    {
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(options);
        return Continue("log", (scope, container) =>
        {
            LogForwarder.Start(scope, container, logger, options);
            return Task.CompletedTask;
        });
    }

    /// <summary>Then something is done with the container; its text is how the step is drawn.</summary>
    internal ContainerPlan Then(string text, Func<Container, CancellationToken, Task> work) => Continue(text, (scope, container) => work(Container.From(container), scope.Token));

    private static string Seconds(TimeSpan gracePeriod) => gracePeriod == Timeout.InfiniteTimeSpan ? "any time" : FormattableString.Invariant($"{gracePeriod.TotalSeconds:0.###} s");
}
