using ContainerKit.Sessions;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Asks the witness after each class of tests what it left on the engine. It removes that too, so that the next class is not blamed for it.
/// </summary>
/// <remarks>The label names the process, not the class, which is why the assembly's classes run one after the other.</remarks>
public sealed class LeftoverCheck : IAsyncLifetime
{
    private readonly List<string> _imageNames = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Expects that no image has this name when the class is done.</summary>
    public void Watch(string imageName)
    {
        lock (_imageNames) _imageNames.Add(imageName);
    }

    public async ValueTask DisposeAsync()
    {
        // Without an engine the tests have said so, each for itself.
        if (!await EngineAvailability.IsThereAsync()) return;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var left = new List<Leftover>();
        // A process has another label from its first fixture on.
        foreach (var session in (string[])[ResourceLabels.Unmanaged, ResourceLabels.SessionManaged])
            left.AddRange(await DisposeProbe.SettledAsync($"{ResourceLabels.Session}={session}", limit.Token));
        foreach (var name in _imageNames)
        {
            if (await DisposeProbe.ImageIdAsync(name, limit.Token) is not null) left.Add(new Leftover("image", name));
        }

        foreach (var thing in left) await DisposeProbe.RemoveAsync(thing, limit.Token);
        left.Should().BeEmpty("a class of tests leaves nothing on the engine");
    }
}
