namespace ContainerKit.Engine.Tests.Samples;

/// <summary>Runs the single-file programs in samples/single-file against the packed package.</summary>
[Trait("Shard", "samples")]
public sealed class SingleFileTests(PackedPackage package) : EngineTest, IClassFixture<PackedPackage>
{
    [Theory(Timeout = 240_000)]
    [InlineData("hello", "Hello from Docker!")]
    [InlineData("chain", "hello from one file")]
    [InlineData("images", "  busybox")]
    [InlineData("live", "line 10")]
    [InlineData("database", "2 two\n1 one")]
    public async Task Single_file_program_runs(string name, string expected) =>
        (await package.RunAsync(name,
            await File.ReadAllTextAsync(RepositoryPaths.GetPath("samples", "single-file", name + ".cs"), Token)))
            .Should().Contain(expected);

    [Fact]
    public void Every_single_file_program_has_a_test_case() =>
        Directory.GetFiles(RepositoryPaths.GetPath("samples", "single-file"), "*.cs").Should().HaveCount(5);
}
