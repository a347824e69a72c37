using System.Collections.Concurrent;

namespace ContainerKit.Testing.Execution;

/// <summary>The fixtures that tests share, by the scope in which they were started: a class, a namespace or the assembly.</summary>
internal static class FixtureScopes
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<DockerFixture>> _fixtures = new();

    public static void Add(string scope, DockerFixture fixture) => _fixtures.GetOrAdd(scope, _ => new()).Enqueue(fixture);

    /// <summary>Returns the fixtures of these scopes that have not been disposed.</summary>
    public static IReadOnlyList<DockerFixture> Find(IEnumerable<string> scopes) =>
    [
        .. scopes.SelectMany(scope => _fixtures.TryGetValue(scope, out var fixtures) ? fixtures : [])
            .Where(fixture => !fixture.IsDisposed)
            .Distinct(),
    ];
}
