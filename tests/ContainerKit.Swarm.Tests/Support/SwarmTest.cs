namespace ContainerKit.Swarm.Tests.Support;

/// <summary>
/// A test that needs the swarm of <c>eng/swarm.sh</c>, and leaves no object in it. <see cref="Unique"/> gives names for its objects.
/// </summary>
public abstract class SwarmTest : IAsyncLifetime
{
    protected const string Busybox = "busybox";

    private static readonly string[] _kinds = ["service", "network", "secret", "config"];

    private readonly string _label = Guid.NewGuid().ToString("N")[..8];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The engine of the first node, which is a manager unless the test kills it.</summary>
    protected static DockerEngine Manager => SwarmNodes.Engines[0];

    public async ValueTask InitializeAsync()
    {
        SwarmNodes.Require();
        await SwarmNodes.RepairAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // xUnit calls this also for a test that was skipped.
        if (SwarmNodes.Engines.Count == 0) return;
        await RestoreAsync();
        var leftovers = new List<string>();
        foreach (var kind in _kinds) leftovers.AddRange((await FindOwnAsync(kind)).Select(name => $"{kind} {name}"));
        // Services first, because they use the others.
        foreach (var leftover in leftovers) await SwarmCli.TryAsync(1, [leftover.Split(' ')[0], "rm", leftover.Split(' ')[1]]);
        leftovers.Should().BeEmpty("a test removes its objects");
    }

    /// <summary>Returns a name that no other test uses.</summary>
    protected string Unique(string name) => $"ck-{name}-{_label}";

    /// <summary>Repairs the swarm after a test that stops or removes nodes. Called before the check for leftovers.</summary>
    protected virtual ValueTask RestoreAsync() => ValueTask.CompletedTask;

    /// <summary>Polls until the condition is true or the test times out.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition()) await Task.Delay(100, Token);
    }

    private async Task<IEnumerable<string>> FindOwnAsync(string kind) =>
        (await SwarmCli.GetLinesAsync(kind, "ls", "--format", "{{.Name}}")).Where(name => name.Contains(_label, StringComparison.Ordinal));
}
