namespace ContainerKit.Engine.Tests.Verbs.Files;

public sealed class BigFileTests : FileTest
{
    private const long Size = 128L << 20;
    private const long Allowed = 8L << 20;

    [DockerFact]
    public async Task Copying_a_big_file_in_and_out_uses_bounded_memory()
    {
        await using var container = await SleeperAsync();
        await using var other = await SleeperAsync();
        using (var file = File.Create(Here("big"))) file.SetLength(Size);
        await container.CopyInAsync(HereWith("warm", "x"), "/warm", Token);
        await container.CopyOutAsync("/warm", Here("warm-again"), Token);

        (await AllocatedAsync(() => container.CopyInAsync(Here("big"), "/big", Token))).Should().BeLessThan(Allowed);
        (await AllocatedAsync(() => container.CopyOutAsync("/big", Here("back"), Token))).Should().BeLessThan(Allowed);
        (await AllocatedAsync(async () =>
        {
            await using var stream = await container.OpenReadAsync("/big", Token);
            await other.WriteStreamAsync("/copy", stream, stream.Length, new WriteFileOptions(), Token);
        })).Should().BeLessThan(Allowed);

        new FileInfo(Here("back")).Length.Should().Be(Size);
        (await AskAsync(container, "stat -c %s /big")).Should().Be($"{Size}");
        (await AskAsync(other, "stat -c %s /copy")).Should().Be($"{Size}");
    }

    // Whatever else the process does meanwhile counts too; it is little, as the classes run one after the other.
    private static async Task<long> AllocatedAsync(Func<Task> work)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await work();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
