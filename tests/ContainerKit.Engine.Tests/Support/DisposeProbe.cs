namespace ContainerKit.Engine.Tests.Support;

/// <summary>A resource that unexpectedly remains on the engine.</summary>
internal sealed record Leftover(string Kind, string Name)
{
    public override string ToString() => $"{Kind} {Name}";
}

/// <summary>
/// Queries the resources of the engine without the code under test: with the Docker CLI if it is installed, otherwise
/// with Docker.DotNet. It connects to the engine directly, never through a proxy.
/// </summary>
internal static class DisposeProbe
{
    private static readonly IDisposeProbe _probe = DockerCli.IsInstalled ? new DockerCli() : new RawClient();

    /// <summary>Finds the containers, volumes, networks and images, including untagged images, with a label.</summary>
    public static async Task<IReadOnlyList<Leftover>> FindAsync(string label, CancellationToken cancellationToken)
    {
        var found = new List<Leftover>();
        foreach (var kind in (string[])["container", "volume", "network", "image"])
            found.AddRange((await _probe.FindAsync(kind, label, cancellationToken)).Select(name => new Leftover(kind, name)));
        return found;
    }

    /// <summary>Finds the resources with a label after waiting up to two seconds for removals in progress.</summary>
    public static async Task<IReadOnlyList<Leftover>> SettledAsync(string label, CancellationToken cancellationToken)
    {
        var found = await FindAsync(label, cancellationToken);
        for (var attempt = 0; found.Count > 0 && attempt < 10; attempt++)
        {
            await Task.Delay(200, cancellationToken);
            found = await FindAsync(label, cancellationToken);
        }

        return found;
    }

    /// <summary>Returns the id of the image with this name, or null.</summary>
    public static Task<string?> ImageIdAsync(string name, CancellationToken cancellationToken) =>
        _probe.ImageIdAsync(name, cancellationToken);

    /// <summary>Removes a resource if it exists.</summary>
    public static Task RemoveAsync(Leftover leftover, CancellationToken cancellationToken) =>
        _probe.RemoveAsync(leftover, cancellationToken);
}

/// <summary>A way to query the engine.</summary>
internal interface IDisposeProbe
{
    Task<IReadOnlyList<string>> FindAsync(string kind, string label, CancellationToken cancellationToken);

    Task<string?> ImageIdAsync(string name, CancellationToken cancellationToken);

    Task RemoveAsync(Leftover leftover, CancellationToken cancellationToken);
}
