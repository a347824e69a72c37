using ContainerKit.Services;
using Docker.DotNet.Models;

namespace ContainerKit.CrashTestApp;

/// <summary>Creates resources that the app does not dispose.</summary>
internal static class TestResources
{
    private static readonly DockerEngine _engine = DockerEngine.Default;

    private static Dictionary<string, string> Labels => new(CleanupSession.Current.Labels);

    /// <summary>Tracks the engine with the session of tests.</summary>
    public static async Task TrackAsync()
    {
        await TestCleanupSession.Current.TrackAsync(_engine);
        WriteSession();
        _ = WriteWatchdogAsync();
    }

    /// <summary>Tracks the engine without the session of tests, as an application does.</summary>
    public static async Task TrackInApplicationAsync()
    {
        CleanupSession.Current.Warning += text => Console.Error.WriteLine("application: " + text);
        await CleanupSession.Current.TrackAsync(_engine);
        WriteSession();
        _ = WriteWatchdogAsync();
    }

    public static void WriteSession() => Console.WriteLine($"session {CleanupSession.Current}");

    /// <summary>Creates a container, a network, a volume, and an image that the session removes on exit.</summary>
    public static async Task CreateOneOfEachAsync()
    {
        var container = await Image.Pull("busybox").Run("sleep", "600");
        await CreateTestNetworkAsync();
        await CreateTestVolumeAsync();
        var image = await container.CommitAsync($"ck-crash-{Guid.NewGuid():N}:1");
        await CleanupSession.Current.RemoveImageOnExitAsync(image);
        Console.WriteLine($"image {image.Reference}");
        Console.WriteLine("created");
    }

    /// <summary>Creates resources concurrently in endless loops, and removes the oldest containers and networks.</summary>
    public static Task CreateInLoopsAsync() =>
        Task.WhenAll(CreateContainersAsync(), CreateContainersAsync(), CreateNetworksAndVolumesAsync());

    private static async Task CreateContainersAsync()
    {
        var containers = new Queue<Container>();
        while (true)
        {
            containers.Enqueue(await Image.Pull("busybox").Run("sleep", "600"));
            Console.WriteLine("created");
            if (containers.Count > 2) await containers.Dequeue().DisposeAsync();
        }
    }

    private static async Task CreateNetworksAndVolumesAsync()
    {
        var networks = new Queue<string>();
        while (true)
        {
            networks.Enqueue(await CreateTestNetworkAsync());
            await CreateTestVolumeAsync();
            // The address pools of an engine limit the number of its networks.
            if (networks.Count > 2) await _engine.Client.Networks.DeleteNetworkAsync(networks.Dequeue());
        }
    }

    private static async Task<string> CreateTestNetworkAsync() =>
        (await _engine.Client.Networks.CreateNetworkAsync(
            new NetworksCreateParameters { Name = $"ck-crash-{Guid.NewGuid():N}", Labels = Labels })).ID;

    private static async Task CreateTestVolumeAsync() =>
        await _engine.Client.Volumes.CreateAsync(new VolumesCreateParameters { Labels = Labels });

    private static async Task WriteWatchdogAsync()
    {
        while (CleanupSession.Current.WatchdogPid == 0) await Task.Delay(5);
        Console.WriteLine($"watchdog {CleanupSession.Current.WatchdogPid}");
    }
}
