using System.Text.Json;
using ContainerKit.Containers;
using ContainerKit.Json;

namespace ContainerKit.Terminals;

/// <summary>The main process of a container. It continues to run after its terminal was disposed.</summary>
/// <param name="container">The container.</param>
/// <param name="operation">Completes the sentence "Could not ...".</param>
/// <param name="config">The <c>Config</c> object that the engine reports for the container.</param>
internal sealed class ContainerMainProcess(ContainerClient container, string operation, JsonElement config)
    : TerminalProcess(container, operation)
{
    public override string Name => $"the process of {Container}";

    public override string? InputUnavailableReason => config.GetBooleanOrDefault("OpenStdin")
        ? null
        : $"The process of {Container} has no standard input. Create the container with ContainerSpec.OpenStdin.";

    public override string? CloseInputUnavailableReason => config.GetBooleanOrDefault("StdinOnce")
        ? null
        : $"Could not close the standard input of {Container}: the engine keeps it open for other sessions."
            + " Create the container with ContainerSpec.StdinOnce instead of OpenStdin.";

    protected override string ApiPath => $"containers/{Container.Id}";

    public override async Task<int?> GetExitCodeAsync(CancellationToken cancellationToken)
    {
        var details = await Container.InspectAsync(cancellationToken).ConfigureAwait(false);
        return details.State is ContainerState.Exited or ContainerState.Dead ? details.ExitCode : null;
    }

    public override Task<int> WaitAsync(CancellationToken cancellationToken) =>
        ContainerCompletion.WaitAsync(Container, ExitCondition.NotRunning, cancellationToken);

    public override Task ReleaseAsync() => Task.CompletedTask;
}
