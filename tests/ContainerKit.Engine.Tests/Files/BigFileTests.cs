namespace ContainerKit.Engine.Tests.Files;

/// <summary>Checks that copying does not hold a whole file in memory.</summary>
public sealed class BigFileTests : FileTest
{
    private const long Size = 128L << 20;
    private const long MaximumAllocation = 8L << 20;

    [DockerFact]
    public async Task Copying_a_big_file_in_and_out_uses_bounded_memory()
    {
        await using var container = await SleeperAsync();
        await using var other = await SleeperAsync();
        using (var file = File.Create(HostPath("big"))) file.SetLength(Size);
        await container.CopyInAsync(WriteFile("warm", "x"), "/warm", Token);
        await container.CopyOutAsync("/warm", HostPath("warm-again"), Token);

        (await MeasureAllocationsAsync(() => container.CopyInAsync(HostPath("big"), "/big", Token))).Should().BeLessThan(MaximumAllocation);
        (await MeasureAllocationsAsync(() => container.CopyOutAsync("/big", HostPath("back"), Token)))
            .Should().BeLessThan(MaximumAllocation);
        (await MeasureAllocationsAsync(async () =>
        {
            await using var stream = await container.OpenReadAsync("/big", Token);
            await other.WriteStreamAsync("/copy", stream, stream.Length, new WriteFileOptions(), Token);
        })).Should().BeLessThan(MaximumAllocation);

        new FileInfo(HostPath("back")).Length.Should().Be(Size);
        (await ShellAsync(container, "stat -c %s /big")).Should().Be($"{Size}");
        (await ShellAsync(other, "stat -c %s /copy")).Should().Be($"{Size}");
    }

    // Other allocations of the process count too. They are few, because the test classes run one after the other.
    private static async Task<long> MeasureAllocationsAsync(Func<Task> operation)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await operation();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
