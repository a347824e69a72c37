using ContainerKit.Containers;
using ContainerKit.Plans;
using ContainerKit.Terminals.Consoles;

namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>Then the container is talked with at the caller's console, as with <c>docker run -it</c>, and removed when its process has ended.</summary>
    /// <inheritdoc cref="Interactive(ConsoleOptions)"/>
    public Plan<ConsoleResult> Interactive() => Interactive(new ConsoleOptions());

    /// <summary>
    /// Then the container is talked with at the caller's console, as with <c>docker run -it</c>, and removed when its process has ended. Right after a run, the
    /// process gets a TTY where a person sits at the console, and piped input with its end where not; after anything else, what the container was made
    /// with holds. After the detach keys the container goes on running and is handed back in <see cref="ConsoleResult.Container"/>. No exit code throws.
    /// </summary>
    /// <exception cref="InvalidOperationException">The run before it has a <see cref="ContainerSpec.Wait"/>.</exception>
    /// <example><code>
    /// var end = await Image.Pull("ubuntu").Run("bash").Interactive();
    /// </code></example>
    public Plan<ConsoleResult> Interactive(ConsoleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Source is RunStep { Spec.Wait: not null })
            throw new InvalidOperationException("A container that a person talks with from its first line on cannot be waited for first. Leave ContainerSpec.Wait out, or use WaitFor before Interactive.");
        if (Source is RunStep run)
        {
            var interactive = new InteractiveStep(run, options);
            return new Plan<ConsoleResult>(new SelectStep<(ConsoleResult Result, ContainerClient Container), ConsoleResult>(
                interactive, console => ConsoleResult.WithContainer(console.Result, Container.From(console.Container))), Options);
        }

        return new Plan<ConsoleResult>(new ThenStep<Container, ConsoleResult>(Step, "interactive", async (scope, container) =>
        {
            var result = await container.AttachConsoleAsync(options, scope.Token).ConfigureAwait(false);
            return ConsoleResult.WithContainer(result, container);
        }), Options);
    }
}
