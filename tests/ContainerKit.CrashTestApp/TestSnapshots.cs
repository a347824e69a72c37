using ContainerKit.Services;

namespace ContainerKit.CrashTestApp;

/// <summary>Creates snapshots. Their name is in the environment variable <c>CK_SNAPSHOT</c>.</summary>
internal static class TestSnapshots
{
    private static Snapshot Base =>
        Snapshot.Of("busybox", new ContainerSpec("sh", "-c", "echo ready; exec sleep 600") { Init = true, Wait = Wait.ForLog("ready") })
            .WithName(Environment.GetEnvironmentVariable("CK_SNAPSHOT")!);

    /// <summary>Creates a snapshot that is kept for later processes, and a temporary one.</summary>
    public static async Task CreateBothKindsAsync()
    {
        Console.WriteLine($"kept {(await Base.ToImage()).Reference}");
        Console.WriteLine($"image {(await Base.AsTemporary().ToImage()).Reference}");
        Console.WriteLine("created");
    }

    /// <summary>Creates a snapshot that is kept, and reports when its preparation starts.</summary>
    public static async Task CreateAsync(Func<Container, CancellationToken, Task> prepare)
    {
        var image = await Base.Do("work", async (container, token) =>
        {
            Console.WriteLine("preparing");
            await prepare(container, token);
        }).ToImage();
        Console.WriteLine($"image {image.Reference}");
        Console.WriteLine("created");
    }
}
