namespace ContainerKit.Engine.Tests.Builds;

/// <summary>Secrets of builds, which BuildKit requests through a session.</summary>
public sealed class SecretTests : BuildTest
{
    private const string Value = "s3cret-value-of-this-test";

    [DockerFact]
    [Requires(EngineFeature.BuildSessions)]
    public async Task Secrets_from_a_text_a_file_and_a_variable_are_read_by_a_step_and_are_not_in_the_image()
    {
        using var folder = new TemporaryFolder().With("key", $"{Value} from a file\n");
        using var variable = new EnvironmentScope(("CK_TEST_SECRET", $"{Value} from a variable"));
        var spec = BuildSpec.FromText(OnBusybox("""
            RUN --mount=type=secret,id=text --mount=type=secret,id=file,target=/key --mount=type=secret,id=variable \
                cat /run/secrets/text /key /run/secrets/variable | md5sum > /sum
            RUN find /run/secrets /key -type f > /left 2>/dev/null || true
            """)) with
        {
            NoCache = true,
            Secrets = new Dictionary<string, BuildSecret>
            {
                ["text"] = BuildSecret.FromText($"{Value} from a text\n"),
                ["file"] = BuildSecret.FromFile(folder.At("key")),
                ["variable"] = BuildSecret.FromEnvironment("CK_TEST_SECRET"),
            },
        };

        var output = await Image.Build(spec)
            .Run(Spec(
                "sh",
                "-c",
                $"cat /sum; printf '{Value} from a text\\n{Value} from a file\\n{Value} from a variable' | md5sum;"
                    + " cat /left; ls -s /key 2>/dev/null || true"))
            .ToCompletion().ExecuteAsync(Token);

        var sums = output.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        sums.Should().HaveCount(2);
        sums[0].Should().Be(sums[1]);
    }

    [DockerFact]
    [Requires(EngineFeature.BuildSessions)]
    public async Task Required_secret_that_the_spec_lacks_fails_the_build_with_a_hint()
    {
        var dockerfile = OnBusybox("RUN --mount=type=secret,id=token,required=true cat /run/secrets/token");
        var failure = await FailsAsync(BuildSpec.FromText(dockerfile) with
        {
            NoCache = true,
            Secrets = new Dictionary<string, BuildSecret> { ["other"] = BuildSecret.FromText("o") },
        });

        failure.Message.Should().Contain("token").And.Contain("not found").And.Contain("BuildSpec.Secrets");
    }

    [DockerFact]
    [Requires(EngineFeature.BuildSessions)]
    public async Task Secret_that_a_failed_step_prints_is_not_in_the_exception()
    {
        var failure = await FailsAsync(BuildSpec.FromText(OnBusybox("RUN --mount=type=secret,id=token cat /run/secrets/token; exit 7")) with
        {
            NoCache = true,
            Secrets = new Dictionary<string, BuildSecret> { ["token"] = BuildSecret.FromText($"first\n{Value}\n") },
        });

        failure.ExitCode.Should().Be(7);
        failure.Output.Should().Contain("***").And.NotContain(Value);
        failure.ToString().Should().NotContain(Value);
    }

    [DockerFact]
    public async Task Secrets_with_the_classic_builder_are_rejected_before_a_request()
    {
        var spec = BuildSpec.FromText($"FROM {Busybox}") with
        {
            Builder = BuilderKind.Classic,
            Secrets = new Dictionary<string, BuildSecret> { ["token"] = BuildSecret.FromText(Value) },
        };

        (await FailsAsync(spec)).Message.Should().Contain("BuilderKind.BuildKit").And.NotContain(Value);
        spec.ToString().Should().NotContain(Value);
    }

    [DockerFact]
    [Requires(EngineFeature.BuildSessions)]
    public async Task Missing_file_of_a_secret_is_reported_before_a_request()
    {
        var spec = BuildSpec.FromText($"FROM {Busybox}") with
        {
            Secrets = new Dictionary<string, BuildSecret> { ["token"] = BuildSecret.FromFile("/does/not/exist") },
        };

        (await FailsAsync(spec)).Message.Should().Contain("/does/not/exist").And.Contain("'token'");
    }
}
