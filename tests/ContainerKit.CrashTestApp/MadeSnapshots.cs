using ContainerKit.Testing;

namespace ContainerKit.CrashTestApp;

/// <summary>The snapshots that the victim makes. Their name is in a variable.</summary>
internal static class MadeSnapshots
{
    private static Snapshot Base => Snapshot.Of("busybox", new ContainerSpec("sleep", "600") { Init = true }).WithName(Environment.GetEnvironmentVariable("CK_SNAPSHOT")!);

    /// <summary>One that is kept for later processes, and one that is not.</summary>
    public static async Task BothKindsAsync()
    {
        Console.WriteLine($"kept {(await Base.ToImage()).Reference}");
        Console.WriteLine($"image {(await Base.AsTemporary().ToImage()).Reference}");
        Console.WriteLine("made");
    }

    /// <summary>One that is kept, and says when it is prepared.</summary>
    public static async Task PrepareAsync(Func<Container, CancellationToken, Task> work)
    {
        var image = await Base.Do("work", async (container, token) =>
        {
            Console.WriteLine("preparing");
            await work(container, token);
        }).ToImage();
        Console.WriteLine($"image {image.Reference}");
        Console.WriteLine("made");
    }
}
