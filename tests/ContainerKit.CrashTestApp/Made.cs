using ContainerKit.Testing;
using Docker.DotNet.Models;

namespace ContainerKit.CrashTestApp;

/// <summary>What the victim makes, and forgets.</summary>
internal static class Made
{
    private static readonly DockerEngine _engine = DockerEngine.Default;

    private static Dictionary<string, string> Labels => new(TestSession.Current.Labels);

    public static async Task ProtectAsync()
    {
        await TestSession.Current.TrackAsync(_engine);
        TellSession();
        _ = TellWatchdogAsync();
    }

    public static void TellSession() => Console.WriteLine($"session {TestSession.Current}");

    /// <summary>A container, a network, a volume, and an image that is not to be kept.</summary>
    public static async Task OneOfEachAsync()
    {
        var container = await Image.Pull("busybox").Run("sleep", "600");
        await NetworkAsync();
        await VolumeAsync();
        var image = await container.CommitAsync($"ck-victim-{Guid.NewGuid():N}:1");
        await TestSession.Current.RemoveImageOnExitAsync(image);
        Console.WriteLine($"image {image.Reference}");
        Console.WriteLine("made");
    }

    /// <summary>Without end, several at a time; of what piles up, the oldest goes.</summary>
    public static Task InLoopsAsync() => Task.WhenAll(ContainersAsync(), ContainersAsync(), OthersAsync());

    private static async Task ContainersAsync()
    {
        var made = new Queue<Container>();
        while (true)
        {
            made.Enqueue(await Image.Pull("busybox").Run("sleep", "600"));
            Console.WriteLine("made");
            if (made.Count > 2) await made.Dequeue().DisposeAsync();
        }
    }

    private static async Task OthersAsync()
    {
        var networks = new Queue<string>();
        while (true)
        {
            networks.Enqueue(await NetworkAsync());
            await VolumeAsync();
            // An engine has only so many networks to give.
            if (networks.Count > 2) await _engine.Client.Networks.DeleteNetworkAsync(networks.Dequeue());
        }
    }

    private static async Task<string> NetworkAsync() =>
        (await _engine.Client.Networks.CreateNetworkAsync(new NetworksCreateParameters { Name = $"ck-victim-{Guid.NewGuid():N}", Labels = Labels })).ID;

    private static async Task VolumeAsync() => await _engine.Client.Volumes.CreateAsync(new VolumesCreateParameters { Labels = Labels });

    private static async Task TellWatchdogAsync()
    {
        while (TestSession.Current.WatchdogPid == 0) await Task.Delay(5);
        Console.WriteLine($"watchdog {TestSession.Current.WatchdogPid}");
    }
}
