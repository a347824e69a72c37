namespace ContainerKit.Engine.Tests.EdgeCases;

/// <summary>Output that does not consist of short lines of UTF-8 text.</summary>
public sealed class OddOutputTests : EngineTest
{
    private const string MegabyteLine = "head -c 1000000 /dev/zero | tr '\\000' a; echo; echo after";

    [DockerFact]
    public async Task Output_that_is_not_UTF8_is_kept_as_bytes_and_decoded_with_replacement_characters()
    {
        var result = await ShellAsync(@"printf 'a\377\376b'; printf '\200' >&2");

        result.StdoutBytes.ToArray().Should().Equal((byte)'a', 0xff, 0xfe, (byte)'b');
        result.Stdout.Should().Be("a\ufffd\ufffdb");
        result.StderrBytes.ToArray().Should().Equal(0x80);
    }

    [DockerFact]
    public async Task Exec_output_that_is_not_UTF8_is_kept_as_bytes()
    {
        await using var container = await SleeperAsync();
        var lines = new List<string>();

        var result = await container.ExecAsync(
            new ExecSpec("printf", @"a\377\n\000b") { OnLine = line => lines.Add(line.Text) }, Token);

        result.StdoutBytes.ToArray().Should().Equal((byte)'a', 0xff, (byte)'\n', 0, (byte)'b');
        lines.Should().Equal("a\ufffd", "\0b");
    }

    [DockerFact]
    public async Task Character_split_across_two_writes_is_decoded_as_one()
    {
        await using var container = await SleeperAsync();
        var lines = new List<string>();

        const string Script = @"printf '\303'; sleep 0.2; printf '\274\n'";
        await container.ExecAsync(new ExecSpec("sh", "-c", Script) { OnLine = line => lines.Add(line.Text) }, Token);

        lines.Should().Equal("ü");
    }

    [DockerFact]
    public async Task One_megabyte_line_is_one_exec_output_line()
    {
        await using var container = await SleeperAsync();
        var lengths = new List<int>();

        await container.ExecAsync(
            new ExecSpec("sh", "-c", MegabyteLine) { OnLine = line => lengths.Add(line.Text.Length) }, Token);

        lengths.Should().Equal(1_000_000, 5);
    }

    [DockerFact]
    public async Task One_megabyte_line_is_one_log_line()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", MegabyteLine));

        var lines = await container.LogsAsync(new LogOptions { Follow = true }, Token).ToListAsync(Token);

        lines.Select(line => line.Text.Length).Should().Equal(1_000_000, 5);
    }

    [DockerFact]
    public async Task One_megabyte_line_is_one_line_of_a_log_with_timestamps()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", MegabyteLine));
        await container.WaitAsync(Token);

        // The engine splits lines at 16 KiB and adds a timestamp to each part: https://github.com/moby/moby/issues/37681.
        var lines = await container.LogsAsync(new LogOptions { Timestamps = true }, Token).ToListAsync(Token);

        lines.Select(line => line.Text.Length).Should().Equal(1_000_000, 5);
        lines.Should().OnlyContain(line => line.Timestamp != null);
    }

    [DockerFact]
    public async Task Output_without_a_line_end_is_complete()
    {
        (await ShellAsync("printf tail")).Stdout.Should().Be("tail");
    }

    [DockerFact]
    public async Task Missing_output_is_empty_and_not_null()
    {
        (await ShellAsync("true")).Should().BeEquivalentTo(new { ExitCode = 0, Stdout = "", Stderr = "" });
    }
}
