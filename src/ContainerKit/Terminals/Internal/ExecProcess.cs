using System.Net;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Exec;

namespace ContainerKit.Terminals;

/// <summary>The process of an exec. It is killed when its terminal is disposed.</summary>
internal sealed class ExecProcess(
    ContainerClient container, ExecSpec spec, string id, ExecOperations operations, ExecProcessKiller killer)
    : TerminalProcess(container, ExecSession.DescribeOperation(container, spec.Command))
{
    public override string Name => $"`{ErrorText.FormatCommand(spec.Command)}` in {Container}";

    public override IReadOnlyList<string> Secrets => operations.Secrets;

    protected override string ApiPath => $"exec/{id}";

    public override Task<int?> GetExitCodeAsync(CancellationToken cancellationToken) =>
        TranslateNotFoundAsync(operations.GetExitCodeAsync(id, cancellationToken));

    public override Task<int> WaitAsync(CancellationToken cancellationToken) =>
        TranslateNotFoundAsync(operations.WaitForExitAsync(id, cancellationToken));

    public override Task ReleaseAsync() => killer.KillAsync(id);

    public override ContainerKitException? GetStartFailure(int exitCode, Func<string> output) =>
        ExecOperations.IsStartFailureCode(exitCode) && output() is var text ? operations.GetStartFailure(exitCode, text, text) : null;

    // The engine removes an exec with its container.
    private async Task<T> TranslateNotFoundAsync<T>(Task<T> request)
    {
        try
        {
            return await request.ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound || e.MessageContains("no such container"))
        {
            throw Container.NotFound(Operation, e, namesContainer: true);
        }
    }
}
