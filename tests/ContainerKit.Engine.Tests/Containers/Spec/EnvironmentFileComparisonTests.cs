namespace ContainerKit.Engine.Tests.Containers.Spec;

/// <summary>The same environment files with <c>docker create --env-file</c> and <see cref="EnvironmentFile"/>.</summary>
public sealed class EnvironmentFileComparisonTests : EngineTest
{
    private const int TimeLimit = 240_000;
    private const string Refused = "refused, accepted by docker";

    [DockerFact(Timeout = TimeLimit)]
    [Requires(EngineFeature.NoDefaultLimits)]
    public async Task Environment_files_are_read_as_by_the_Docker_CLI()
    {
        var comparison = new CreateComparison(Mark, Token);
        using var folder = new TemporaryFolder();
        var files = 0;
        foreach (var text in (string[])
            ["", "A=b", "A=b\n", "A=b\r\nC=d\r\n", "\uFEFFA=b", "A=\uFEFF", "# comment\nA=b", "  # comment", "A=b # no comment", "A=",
                "A==b", "=b", "=", "A", "HOME", " HOME ", "PATH\n", "export A=b", "A =b", "A= b ", "\tA=b", "A\tB=c", "A='b'", "A=\"b\"",
                "A=$HOME", "a.b-c=d", "Ä=ö", "1=2", "A=b\n\n\nC=d", "A: b", "A=b\\", "A=b\\\nc", "A=x\u2028y", "\u00A0A=b",
                "A=b\rC=d", "A=b\vC", "A=\u0085", "A=b\0c"])
        {
            folder.With($"{++files}.env", text);
            var file = folder.At($"{files}.env");
            // The library takes no null character anywhere; the process could not be started.
            var except = text.Contains('\0') ? Refused : null;
            comparison.Add(["--env-file", file], () => new() { Environment = EnvironmentFile.Read(file) }, except);
        }

        var latin1 = folder.At("latin1.env");
        await File.WriteAllBytesAsync(latin1, [.. "A=caf"u8, 0xE9], Token);
        comparison.Add(["--env-file", latin1], () => new() { Environment = EnvironmentFile.Read(latin1) });
        comparison.Add(["--env-file", folder.At("missing.env")], () =>
            new() { Environment = EnvironmentFile.Read(folder.At("missing.env")) });
        comparison.Add(["--env-file", folder.Path], () => new() { Environment = EnvironmentFile.Read(folder.Path) });
        (await comparison.RunAsync()).Should().BeEmpty();
    }
}
