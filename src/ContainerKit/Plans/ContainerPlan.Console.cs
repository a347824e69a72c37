using ContainerKit.Containers;
using ContainerKit.Plans;
using ContainerKit.Terminals.Consoles;

namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>
    /// Connects the console of the current process to the container, like <c>docker run -it</c>, and removes the
    /// container when it has exited.
    /// </summary>
    /// <inheritdoc cref="Interactive(ConsoleOptions)"/>
    public Plan<ConsoleResult> Interactive() => Interactive(new ConsoleOptions());

    /// <summary>
    /// Connects the console of the current process to the container, like <c>docker run -it</c>, and removes the
    /// container when it has exited. No exit code throws. After the detach keys, the container keeps running and is
    /// returned in <see cref="ConsoleResult.Container"/>.
    /// </summary>
    /// <remarks>
    /// Directly after a run, the container gets a TTY if the console is interactive; otherwise it gets the redirected
    /// input and its end. After any other step, the container keeps the TTY and input settings with which it was
    /// created.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The previous step is a run with a
    /// <see cref="ContainerSpec.Wait"/>.</exception>
    /// <example><code>
    /// var end = await Image.Pull("ubuntu").Run("bash").Interactive();
    /// </code></example>
    public Plan<ConsoleResult> Interactive(ConsoleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var run = Source is IContainerCreation { StartsContainer: true } creation ? creation : null;
        if (run is { Spec.Wait: not null })
        {
            throw new InvalidOperationException(
                "An interactive run cannot have a wait, because the console is attached before the container starts. "
                + "Omit ContainerSpec.Wait, or use WaitFor before Interactive.");
        }

        if (run is not null)
        {
            var interactive = new InteractiveStep(Source, run, options);
            return new Plan<ConsoleResult>(
                interactive.Select(console => ConsoleResult.WithContainer(console.Result, Container.From(console.Container))), Options);
        }

        return new Plan<ConsoleResult>(Step.Then("interactive", async (context, container) =>
        {
            var result = await container.AttachConsoleAsync(options, context.Token).ConfigureAwait(false);
            return ConsoleResult.WithContainer(result, container);
        }), Options);
    }
}
