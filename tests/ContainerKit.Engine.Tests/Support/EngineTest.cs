// Every test looks at the whole session's leftovers after itself, so no two run at once.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace ContainerKit.Engine.Tests.Support;

/// <summary>A test on a real engine: it needs one, and leaves nothing on it.</summary>
public abstract class EngineTest : IAsyncLifetime
{
    private readonly List<string> _images = [];

    /// <summary>Fires when the test's time is up.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A container to exec in.</summary>
    protected static ContainerPlan Busybox => Image.Pull("busybox").Run("sleep", "infinity");

    public virtual ValueTask InitializeAsync() => EngineCheck.RequireAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var image in _images) await Witness.RemoveImageAsync(image);
        (await Witness.ContainersOfSessionAsync()).Should().BeEmpty("a test leaves no container of the library's");
    }

    /// <summary>A name that no other test and no other run uses.</summary>
    protected static string Unique(string word) => $"ck-{word}-{Guid.NewGuid():N}"[..(word.Length + 12)];

    /// <summary>A name for an image that is removed after the test, whether it came to be or not.</summary>
    protected string NewImage(string word = "image")
    {
        var name = $"{Unique(word)}:0.1";
        _images.Add(name);
        return name;
    }

    /// <summary>Marks an image for removal after the test.</summary>
    protected string RemoveLater(string image)
    {
        _images.Add(image);
        return image;
    }
}
