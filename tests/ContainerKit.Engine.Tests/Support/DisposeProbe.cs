namespace ContainerKit.Engine.Tests.Support;

/// <summary>Something found on the engine that should not be there.</summary>
internal sealed record Leftover(string Kind, string Name)
{
    public override string ToString() => $"{Kind} {Name}";
}

/// <summary>
/// Says what the engine holds, without asking the code under test: the docker command where it is installed, else the raw client.
/// It talks to the engine itself, never through a proxy.
/// </summary>
internal static class DisposeProbe
{
    private static readonly IDisposeProbe _asked = DockerCli.IsInstalled ? new DockerCli() : new RawClient();

    /// <summary>Containers, volumes, networks and images, untagged ones too, that carry a label.</summary>
    public static async Task<IReadOnlyList<Leftover>> FindAsync(string label, CancellationToken cancellationToken)
    {
        var found = new List<Leftover>();
        foreach (var kind in (string[])["container", "volume", "network", "image"])
            found.AddRange((await _asked.FindAsync(kind, label, cancellationToken)).Select(name => new Leftover(kind, name)));
        return found;
    }

    /// <summary>The same, once what the engine is about to remove is gone: a removal in progress counts as done.</summary>
    public static async Task<IReadOnlyList<Leftover>> SettledAsync(string label, CancellationToken cancellationToken)
    {
        var found = await FindAsync(label, cancellationToken);
        for (var look = 0; found.Count > 0 && look < 10; look++)
        {
            await Task.Delay(200, cancellationToken);
            found = await FindAsync(label, cancellationToken);
        }

        return found;
    }

    /// <summary>The id of the image that has this name; null for none.</summary>
    public static Task<string?> ImageIdAsync(string name, CancellationToken cancellationToken) => _asked.ImageIdAsync(name, cancellationToken);

    /// <summary>Removes something if it is still there.</summary>
    public static Task RemoveAsync(Leftover thing, CancellationToken cancellationToken) => _asked.RemoveAsync(thing, cancellationToken);
}

/// <summary>One way to ask.</summary>
internal interface IDisposeProbe
{
    Task<IReadOnlyList<string>> FindAsync(string kind, string label, CancellationToken cancellationToken);

    Task<string?> ImageIdAsync(string name, CancellationToken cancellationToken);

    Task RemoveAsync(Leftover thing, CancellationToken cancellationToken);
}
