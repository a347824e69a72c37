using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Engine.Tests.Secrets;

/// <summary>Tests that the watch reports a secret in each place. They use secrets of their own, so that the run does not fail.</summary>
public sealed class SecretWatchTests : EngineTest
{
    private readonly string _secret = "watched-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(12));

    [DockerFact]
    public async Task Secret_in_a_log_line_a_value_and_an_exception_of_the_log_is_seen()
    {
        var sightings = await WatchAsync(watch =>
        {
            var logger = watch.LoggerFactory.CreateLogger("test");
            logger.Log(LogLevel.Trace, 1, "x", null, (_, _) => $"line with {_secret}");
            var failure = new InvalidOperationException("outer", new IOException(_secret));
            logger.Log(LogLevel.Trace, 2, "x", failure, (_, _) => "line");
            KeyValuePair<string, object?>[] values = [new("Address", new Uri($"http://host/{_secret}"))];
            logger.Log(LogLevel.Trace, 3, values, null, (_, _) => "line");
            return Task.CompletedTask;
        });

        sightings.Should().HaveCount(3).And.NotContain(sighting => sighting.Contains(_secret))
            .And.Contain(sighting => sighting.StartsWith("log event 1: Own: ...line with <Own>..."))
            .And.Contain(sighting => sighting.StartsWith("exception of log event 2: "))
            .And.Contain(sighting => sighting.StartsWith("value Address of log event 3: "));
    }

    [DockerFact]
    public async Task Secret_in_a_log_line_of_an_engine_with_default_options_is_seen()
    {
        var sightings = await WatchAsync(async watch =>
        {
            var before = DockerEngineOptions.DefaultLoggerFactory;
            DockerEngineOptions.DefaultLoggerFactory = watch.LoggerFactory;
            try
            {
                await using var engine = new DockerEngine();
                await Image.Pull(Busybox).Run(Spec("echo", _secret)).ToCompletion().On(engine).ExecuteAsync(Token);
            }
            finally
            {
                DockerEngineOptions.DefaultLoggerFactory = before;
            }
        });

        var test = TestContext.Current.Test!.TestDisplayName;
        sightings.Should().Contain(sighting => sighting.StartsWith("log event ") && sighting.Contains(test));
    }

    [DockerFact]
    public async Task Secret_in_an_exception_that_is_caught_or_its_inner_exception_is_seen()
    {
        var sightings = await WatchAsync(_ =>
        {
            FluentActions.Invoking(() => throw new FormatException(_secret)).Should().Throw<FormatException>();
            var inner = new TimeoutException(Base64($"user:{_secret}"));
            FluentActions.Invoking(() => throw new IOException("outer", inner)).Should().Throw<IOException>();
            return Task.CompletedTask;
        });

        sightings.Should().Contain(sighting => sighting.StartsWith("FormatException: Own: "))
            .And.Contain(sighting => sighting.StartsWith("IOException: Own: "));
    }

    [DockerFact]
    public async Task Secret_in_the_arguments_of_a_process_is_seen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows the arguments of other processes as files.");

        var sightings = await WatchAsync(async _ =>
        {
            using var process = Process.Start("sh", ["-c", "sleep 0.3", _secret]);
            await process.WaitForExitAsync(Token);
        });

        sightings.Should().ContainSingle().Which.Should().StartWith("process arguments: Own: ...sh -c sleep 0.3 <Own>");
    }

    [DockerFact]
    [Requires(EngineFeature.ResourceEvents)]
    public async Task Secret_in_a_label_of_a_container_volume_or_network_is_seen()
    {
        await using var engine = new DockerEngine();
        var labels = new Dictionary<string, string> { ["token"] = _secret };

        var sightings = await WatchAsync(async watch =>
        {
            await watch.WatchAsync(engine);
            var spec = new ContainerSpec("sleep", "infinity") { Labels = labels };
            await using var container = await Image.Pull(Busybox).Run(spec).ExecuteAsync(Token);
            await using var volume = await engine.CreateVolumeAsync(new VolumeSpec { Labels = labels }, Token);
            await using var network = await engine.CreateNetworkAsync(new NetworkSpec { Name = Unique("labels"), Labels = labels }, Token);
            await UntilAsync(() => Task.FromResult(watch.Sightings.Count >= 3));
        });

        foreach (var type in (string[])["event or label of Container", "label of Volume", "label of Network"])
            sightings.Should().Contain(sighting => sighting.StartsWith(type) && sighting.Contains("token=<Own>"));
    }

    [DockerFact]
    [Requires(EngineFeature.ExecEvents)]
    public async Task Secret_in_the_command_of_an_exec_is_seen()
    {
        await using var engine = new DockerEngine();

        var sightings = await WatchAsync(async watch =>
        {
            await watch.WatchAsync(engine);
            await using var container = await SleeperAsync();
            await container.ExecAsync(["echo", _secret], Token);
            await UntilAsync(() => Task.FromResult(watch.Sightings.Any(sighting => sighting.Contains("exec_create"))));
        });

        sightings.Should().Contain(sighting => sighting.StartsWith("event or label of Container") && sighting.Contains("exec_create"));
    }

    [DockerFact]
    public async Task Secret_in_the_content_or_the_name_of_a_file_is_seen_in_each_encoding()
    {
        using var folder = new TemporaryFolder().With("sub/plain", $"a {_secret} b").With("other", "nothing").With(_secret, "x");
        for (var offset = 0; offset < 3; offset++) folder.With($"base64-{offset}", Base64($"{new string('u', offset)}:{_secret}\"}}"));
        folder.With("hex", Convert.ToHexStringLower(Encoding.UTF8.GetBytes(_secret)));

        var sightings = await WatchAsync(watch =>
        {
            watch.CheckFolder(folder.Path);
            return Task.CompletedTask;
        });

        sightings.Should().HaveCount(6);
        foreach (var name in (string[])["sub/plain", "base64-0", "base64-1", "base64-2", "hex"])
            sightings.Should().Contain(sighting => sighting.StartsWith($"file {folder.At(name)}: Own"));
        sightings.Should().Contain(sighting => sighting.StartsWith("file name: Own"));
    }

    [DockerFact]
    public async Task Run_of_tests_with_a_leak_fails_and_names_the_place_the_secret_and_the_test()
    {
        var leak = $"{typeof(SecretWatchTests).FullName}.{nameof(Leak_a_secret)}";
        string[] arguments = ["-noColor", "-noLogo", "-explicit", "only", "-method", leak];
        using var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(Token);
        var output = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);

        process.ExitCode.Should().NotBe(0, output + await error);
        output.Should().Contain("Secrets were seen").And.Contain("NotSupportedException: WrongPassword: ...")
            .And.Contain(nameof(Leak_a_secret));
    }

    // Runs only in a separate process, which must fail.
    [Fact(Explicit = true)]
    public void Leak_a_secret() => FluentActions.Invoking(() => throw new NotSupportedException(PlantedSecrets.WrongPassword))
        .Should().Throw<NotSupportedException>();

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async Task<IReadOnlyList<string>> WatchAsync(Func<SecretWatch, Task> action)
    {
        var watch = new SecretWatch(new Dictionary<string, string> { ["Own"] = _secret });
        await using (watch) await action(watch);
        return watch.Sightings;
    }
}
