using System.Security.Cryptography;

namespace ContainerKit.Engine.Tests.Builds;

/// <summary>The files that BuildKit requests through a session.</summary>
[Requires(EngineFeature.BuildSessions)]
public sealed class BuildSessionTests : BuildTest
{
    private const string Describe = "cd /c; find . | sort | tr '\\n' '\\0' | xargs -0 stat -c '%F %a %u %g %N';"
        + " find . -type f | sort | tr '\\n' '\\0' | xargs -0 md5sum";

    [DockerFact]
    public async Task Thousands_of_files_with_modes_links_and_empty_folders_are_as_with_the_classic_builder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The modes are those of Linux.");
        using var folder = new TemporaryFolder().With("Dockerfile", OnBusybox("COPY . /c"));
        for (var i = 0; i < 2_000; i++) folder.With($"d{i % 40}/sub.{i % 7}/file-{i}.txt", $"content {i}");
        folder.With("a/z", "1").With("a.txt", "2").With("a-b", "3").With("ä/ö.txt", "4").With("\U0001F600", "5").With("\uFF5E", "6");
        Directory.CreateDirectory(folder.At("empty/inner"));
        File.CreateSymbolicLink(folder.At("link"), "a/z");
        File.CreateSymbolicLink(folder.At("dangling"), "/nowhere");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.At("a/z"), (UnixFileMode)0x3ED);
            File.SetUnixFileMode(folder.At("a"), (UnixFileMode)0x1C0);
        }

        File.WriteAllText(folder.At("none"), "");

        var spec = new BuildSpec(folder.Path) { NoCache = true };
        var classic = await DescribeAsync(spec with { Builder = BuilderKind.Classic });
        var buildKit = await DescribeAsync(spec with { Builder = BuilderKind.BuildKit });

        classic.Should().Contain("file-1999.txt");
        buildKit.Should().Be(classic);
    }

    [DockerFact]
    public async Task Second_build_reuses_the_cache_and_a_changed_file_is_noticed()
    {
        using var folder = new TemporaryFolder().With("Dockerfile", OnBusybox("COPY . /c\nRUN cat /c/a > /b")).With("a", "one");
        var lines = new List<string>();
        var spec = new BuildSpec(folder.Path) { Builder = BuilderKind.BuildKit, Tags = [Unique("cache")], OnLine = lines.Add };
        await Image.Build(spec).ExecuteAsync(Token);

        lines.Clear();
        await Image.Build(spec).ExecuteAsync(Token);
        var cached = lines.Count(line => line.StartsWith("CACHED", StringComparison.Ordinal));
        folder.With("a", "two");
        var changed = await Image.Build(spec).Run(Spec("cat", "/b")).Output().ExecuteAsync(Token);
        folder.With("Dockerfile", OnBusybox("COPY . /c\nRUN cat /c/a > /d"));
        var other = await Image.Build(spec).Run(Spec("cat", "/d")).Output().ExecuteAsync(Token);

        cached.Should().BeGreaterThanOrEqualTo(2);
        changed.Should().Be("two");
        other.Should().Be("two");
    }

    [DockerFact]
    public async Task File_of_100_MB_is_sent()
    {
        using var folder = new TemporaryFolder().With("Dockerfile", OnBusybox("COPY big /big"));
        var content = new byte[100_000_000];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(folder.At("big"), content, Token);

        var sum = await Image.Build(new BuildSpec(folder.Path) { Builder = BuilderKind.BuildKit })
            .Run(Spec("sha256sum", "/big")).Output().ExecuteAsync(Token);

        sum.Should().StartWith(Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    [DockerFact]
    public async Task Sources_of_COPY_are_found_through_links_and_wildcards_of_the_context()
    {
        using var folder = new TemporaryFolder()
            .With("Dockerfile", OnBusybox("COPY link/inner/x /x\nCOPY *.csproj /p/\nCOPY deep /deep"))
            .With("real/inner/x", "x").With("real/y", "y").With("one.csproj", "1").With("deep/er/z", "z").With("other/unused", "u");
        File.CreateSymbolicLink(folder.At("link"), "real");
        File.CreateSymbolicLink(folder.At("two.csproj"), "real/y");

        var output = await Image.Build(new BuildSpec(folder.Path) { Builder = BuilderKind.BuildKit, NoCache = true })
            .Run(Spec("sh", "-c", "cat /x /p/one.csproj /p/two.csproj /deep/er/z")).Output().ExecuteAsync(Token);

        output.Should().Be("x1yz");
    }

    [DockerFact]
    public async Task Missing_source_of_COPY_is_named_in_the_error()
    {
        using var folder = new TemporaryFolder().With("Dockerfile", OnBusybox("COPY missing.txt /"));

        (await FailsAsync(new BuildSpec(folder.Path) { Builder = BuilderKind.BuildKit })).Message.Should().Contain("missing.txt");
    }

    [DockerFact]
    public async Task Dockerfiles_outside_the_context_and_with_a_dockerignore_of_their_own_are_built()
    {
        using var folder = new TemporaryFolder()
            .With("app/a", "a").With("app/b", "b").With("app/.dockerignore", "b\n")
            .With("Dockerfile", OnBusybox("COPY . /c"))
            .With("app/My.Dockerfile", OnBusybox("COPY . /c")).With("app/My.Dockerfile.dockerignore", "a\n*Dockerfile*\n");
        var list = Spec("sh", "-c", "find /c -type f | sort");
        var spec = new BuildSpec(folder.At("app")) { Builder = BuilderKind.BuildKit };

        var outside = await Image.Build(spec with { Dockerfile = "../Dockerfile" }).Run(list).Output().ExecuteAsync(Token);
        var own = await Image.Build(spec with { Dockerfile = "My.Dockerfile" }).Run(list).Output().ExecuteAsync(Token);

        outside.Should().Be("/c/.dockerignore\n/c/My.Dockerfile\n/c/My.Dockerfile.dockerignore\n/c/a\n");
        own.Should().Be("/c/.dockerignore\n/c/b\n");
    }

    [DockerFact]
    public async Task Build_canceled_while_files_are_sent_closes_them()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var folder = new TemporaryFolder().With("Dockerfile", OnBusybox("COPY . /c"));
        await using (var big = File.Create(folder.At("big"))) big.SetLength(20L << 30);
        var spec = new BuildSpec(folder.Path)
        {
            Builder = BuilderKind.BuildKit,
            Tags = [Unique("canceled")],
            OnLine = line => { if (line.Contains("load build context", StringComparison.Ordinal)) cancel.CancelAfter(300); },
        };

        await FluentActions.Awaiting(() => Image.Build(spec).ExecuteAsync(cancel.Token)).Should().ThrowAsync<OperationCanceledException>();

        (await DockerCli.ExistsAsync(Unique("canceled"))).Should().BeFalse();
        if (OperatingSystem.IsLinux()) OpenFiles().Should().NotContain(folder.At("big"));
    }

    [DockerFact]
    public async Task File_that_becomes_shorter_while_it_is_sent_is_named_in_the_error()
    {
        using var folder = new TemporaryFolder().With("Dockerfile", OnBusybox("COPY . /c"));
        await using (var big = File.Create(folder.At("big"))) big.SetLength(20L << 30);
        var spec = new BuildSpec(folder.Path)
        {
            Builder = BuilderKind.BuildKit,
            OnLine = line => { if (line.Contains("load build context", StringComparison.Ordinal)) _ = ShortenSoonAsync(folder.At("big")); },
        };

        (await FailsAsync(spec)).Message.Should().Contain(folder.At("big")).And.Contain("shorter");
    }

    private static async Task ShortenSoonAsync(string file)
    {
        await UntilAsync(() => Task.FromResult(OpenFiles().Contains(file)));
        await using var big = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        big.SetLength(10);
    }

    private static IEnumerable<string> OpenFiles()
    {
        foreach (var file in Directory.EnumerateFiles("/proc/self/fd"))
        {
            if (new FileInfo(file).LinkTarget is { } target) yield return target;
        }
    }

    private async Task<string> DescribeAsync(BuildSpec spec) =>
        await Image.Build(spec).Run(Spec("sh", "-c", Describe)).Output().ExecuteAsync(Token);
}
