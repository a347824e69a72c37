namespace ContainerKit.Engine.Tests.Builds;

/// <summary>Builds on a base image from a registry that requires credentials.</summary>
public sealed class PrivateBaseTests : BuildTest
{
    private string Base => $"{TestRegistries.Guarded}/{Unique("base")}:1";

    private static Dictionary<string, RegistryCredential> AliceCredentials => new() { [TestRegistries.Guarded] = TestRegistries.Alice };

    [DockerFact]
    [Requires(EngineFeature.LoginOverHttp)]
    public async Task Both_builders_pull_a_private_base_image_with_given_credentials_or_a_login()
    {
        await using var loggedIn = new DockerEngine();
        await loggedIn.LoginAsync(TestRegistries.Guarded, TestRegistries.Alice, Token);
        await PushBaseAsync();
        foreach (var builder in (BuilderKind[])[BuilderKind.Classic, BuilderKind.BuildKit])
        {
            var spec = Spec(builder);
            await DockerCli.GetOutputAsync("rmi", "--force", Base);
            (await Image.Build(spec).Run(Spec("cat", "/on")).Output().On(loggedIn).ExecuteAsync(Token)).Should().Be("base\n");

            await DockerCli.GetOutputAsync("rmi", "--force", Base);
            var given = spec with { Credentials = AliceCredentials };
            (await Image.Build(given).Run(Spec("cat", "/on")).Output().ExecuteAsync(Token)).Should().Be("base\n");
        }
    }

    [DockerFact]
    public async Task Build_on_a_private_base_image_without_credentials_throws_with_a_hint()
    {
        await PushBaseAsync();
        await DockerCli.GetOutputAsync("rmi", "--force", Base);

        foreach (var builder in (BuilderKind[])[BuilderKind.Classic, BuilderKind.BuildKit])
            (await FailsAsync(Spec(builder))).Message.Should().Contain("LoginAsync").And.Contain("BuildSpec.Credentials");
    }

    [DockerFact]
    public async Task Build_with_Pull_pulls_a_newer_base_image()
    {
        await PushBaseAsync();
        await DockerCli.GetOutputAsync("tag", Busybox, Base);

        foreach (var builder in (BuilderKind[])[BuilderKind.Classic, BuilderKind.BuildKit])
        {
            await DockerCli.GetOutputAsync("tag", Busybox, Base);
            var spec = Spec(builder) with { Pull = true, Credentials = AliceCredentials };
            (await Image.Build(spec).Run(Spec("cat", "/on")).Output().ExecuteAsync(Token)).Should().Be("base\n");
        }
    }

    private BuildSpec Spec(BuilderKind builder) =>
        BuildSpec.FromText($"ARG BASE\nFROM $BASE\n{MarkLine}RUN cp /base /on\n") with
        {
            Builder = builder,
            Arguments = new Dictionary<string, string> { ["BASE"] = Base },
            NoCache = true,
        };

    private async Task PushBaseAsync() =>
        await Image.Build(BuildSpec.FromText(OnBusybox("RUN echo base > /base")) with { Tags = [Base] })
            .Push(TestRegistries.Alice).ExecuteAsync(Token);
}
