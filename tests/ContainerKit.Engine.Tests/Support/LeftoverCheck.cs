using ContainerKit.Sessions;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Checks after each test class that it left no resource on the engine. It removes leftovers, so that the check of the
/// next class does not report them again.
/// </summary>
/// <remarks>
/// The label identifies the process and not the class. Therefore the classes of the assembly do not run in parallel.
/// </remarks>
public sealed class LeftoverCheck : IAsyncLifetime
{
    private readonly List<string> _imageNames = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Expects that no image has this name after the class.</summary>
    public void Watch(string imageName)
    {
        lock (_imageNames) _imageNames.Add(imageName);
    }

    public async ValueTask DisposeAsync()
    {
        // Without an engine, each test was skipped or failed already.
        if (!await EngineAvailability.IsThereAsync()) return;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var leftovers = new List<Leftover>();
        // The session label of the process changes with its first fixture.
        foreach (var session in (string[])[ResourceLabels.Unmanaged, ResourceLabels.SessionManaged])
            leftovers.AddRange(await DisposeProbe.SettledAsync($"{ResourceLabels.Session}={session}", timeout.Token));
        foreach (var name in _imageNames)
        {
            if (await DisposeProbe.ImageIdAsync(name, timeout.Token) is not null) leftovers.Add(new Leftover("image", name));
        }

        foreach (var leftover in leftovers) await DisposeProbe.RemoveAsync(leftover, timeout.Token);
        leftovers.Should().BeEmpty("a test class leaves no resource on the engine");
    }
}
