namespace ContainerKit.Engine.Tests.Samples;

/// <summary>The programs of one file each in samples/single-file, run as they are, against the packed package.</summary>
public sealed class SingleFileTests(PackedPackage package) : EngineTest, IClassFixture<PackedPackage>
{
    [Theory(Timeout = 240_000)]
    [InlineData("hello", "Hello from Docker!")]
    [InlineData("chain", "hello from one file")]
    [InlineData("images", "  busybox")]
    [InlineData("live", "line 10")]
    [InlineData("database", "2 two\n1 one")]
    public async Task Single_file_program_runs(string name, string says) =>
        (await package.RunAsync(name, await File.ReadAllTextAsync(Repository.PathOf("samples", "single-file", name + ".cs"), Token))).Should().Contain(says);

    [Fact]
    public void Every_single_file_program_has_a_test_case() =>
        Directory.GetFiles(Repository.PathOf("samples", "single-file"), "*.cs").Should().HaveCount(5);
}
