using System.Text.Json;
using ContainerKit.Containers;
using ContainerKit.Json;

namespace ContainerKit.Terminals;

/// <summary>A container's own process: it belongs to the container, and goes on without a terminal.</summary>
/// <param name="config">The container's configuration, as the engine tells it.</param>
internal sealed class ContainerMainProcess(ContainerClient container, string operation, JsonElement config) : TerminalProcess(container, operation)
{
    public override string Name => $"the process of {Container}";

    public override string? InputUnavailableReason => config.GetBooleanOrDefault("OpenStdin") ? null
        : $"The process of {Container} has no standard input. Make the container with ContainerSpec.OpenStdin.";

    public override string? CloseInputUnavailableReason => config.GetBooleanOrDefault("StdinOnce") ? null
        : $"The standard input of {Container} is kept open when a session ends its own. Make the container with ContainerSpec.StdinOnce instead of OpenStdin.";

    protected override string ApiPath => $"containers/{Container.Id}";

    public override async Task<int?> GetExitCodeAsync(CancellationToken cancellationToken)
    {
        var details = await Container.InspectAsync(cancellationToken).ConfigureAwait(false);
        return details.State is ContainerState.Exited or ContainerState.Dead ? details.ExitCode : null;
    }

    public override Task<int> WaitAsync(CancellationToken cancellationToken) => ContainerCompletion.WaitAsync(Container, ExitCondition.NotRunning, cancellationToken);

    public override Task ReleaseAsync() => Task.CompletedTask;
}
