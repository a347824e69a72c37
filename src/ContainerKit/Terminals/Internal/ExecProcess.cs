using System.Net;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Exec;

namespace ContainerKit.Terminals;

/// <summary>A process that an exec started: it belongs to its terminal.</summary>
internal sealed class ExecProcess(ContainerClient container, ExecSpec spec, string id, ExecOperations calls, ExecProcessKiller ender)
    : TerminalProcess(container, ExecSession.Doing(container, spec.Command))
{
    public override string Name => $"`{ErrorText.FormatCommand(spec.Command)}` in {Container}";

    protected override string Path => $"exec/{id}";

    public override Task<int?> LookAsync(CancellationToken cancellationToken) => ToldAsync(calls.LookAsync(id, cancellationToken));

    public override Task<int> WaitAsync(CancellationToken cancellationToken) => ToldAsync(calls.ExitCodeAsync(id, cancellationToken));

    public override Task ReleaseAsync() => ender.EndAsync(id);

    public override ContainerKitException? GetStartFailure(int exitCode, Func<string> output) =>
        exitCode is 126 or 127 && output() is var words && ExecOperations.IsCommandMissing(exitCode, words) ? calls.CommandMissing(words.Trim(), null) : null;

    // An exec goes with its container.
    private async Task<T> ToldAsync<T>(Task<T> request)
    {
        try
        {
            return await request.ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound || e.Says("no such container"))
        {
            throw Container.NotFound(Doing, e, namesContainer: true);
        }
    }
}
