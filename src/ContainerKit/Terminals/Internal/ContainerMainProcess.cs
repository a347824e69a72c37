using System.Text.Json;
using ContainerKit.Containers;
using ContainerKit.Json;

namespace ContainerKit.Terminals;

/// <summary>The main process of a container. It continues to run after its terminal was disposed.</summary>
/// <param name="container">The container.</param>
/// <param name="operation">Completes the sentence "Could not ...".</param>
/// <param name="config">The <c>Config</c> object that the engine reports for the container.</param>
/// <param name="exit">
/// A wait that was begun while the container existed, for a container that the engine removes at its exit; otherwise null.
/// </param>
internal sealed class ContainerMainProcess(ContainerClient container, string operation, JsonElement config, ExitWait? exit)
    : TerminalProcess(container, operation)
{
    public override string Name => $"the process of {Container}";

    public override string? InputUnavailableReason => config.GetBooleanOrDefault("OpenStdin")
        ? null
        : $"The process of {Container} has no standard input. Create the container with ContainerSpec.OpenStdin.";

    public override string? CloseInputUnavailableReason => config.GetBooleanOrDefault("StdinOnce")
        || (Container.Engine.Quirks.HidesStdinOnce && Container.CreationInfo is not { Spec.StdinOnce: false })
        ? null
        : $"Could not close the standard input of {Container}: the engine keeps it open for other sessions."
            + " Create the container with ContainerSpec.StdinOnce instead of OpenStdin.";

    protected override string ApiPath => $"containers/{Container.Id}";

    public override async Task<int?> GetExitCodeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var details = await Container.InspectAsync(cancellationToken).ConfigureAwait(false);
            if (details.State is ContainerState.Exited or ContainerState.Dead) return details.ExitCode;
            if (exit is null || details.State != ContainerState.Removing) return null;
        }
        catch (ContainerNotFoundException) when (exit is not null)
        {
            // Removed at its exit.
        }

        return await exit.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public override Task<int> WaitAsync(CancellationToken cancellationToken) => exit is null
        ? ContainerCompletion.WaitAsync(Container, ExitCondition.NotRunning, cancellationToken)
        : exit.WaitAsync(cancellationToken);

    public override Task ReleaseAsync() => Task.CompletedTask;

    public override void Dispose()
    {
        exit?.Dispose();
        base.Dispose();
    }
}
