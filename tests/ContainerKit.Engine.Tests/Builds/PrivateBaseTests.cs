namespace ContainerKit.Engine.Tests.Verbs.Builds;

/// <summary>Builds on an image that its registry shows to those it knows only.</summary>
public sealed class PrivateBaseTests : BuildTest
{
    private string Base => $"{Registries.Guarded}/{Unique("base")}:1";

    [DockerFact]
    public async Task Either_builder_gets_it_with_credentials_given_or_logged_in()
    {
        await using var loggedIn = new DockerEngine();
        await loggedIn.LoginAsync(Registries.Guarded, Registries.Alice, Token);
        await PushBaseAsync();
        foreach (var builder in (BuilderKind[])[BuilderKind.Classic, BuilderKind.BuildKit])
        {
            var spec = Spec(builder);
            await DockerCli.AskAsync("rmi", Base);
            (await Image.Build(spec).Run(Spec("cat", "/on")).Output().On(loggedIn).ExecuteAsync(Token)).Should().Be("base\n");

            await DockerCli.AskAsync("rmi", Base);
            var given = spec with { Credentials = new Dictionary<string, RegistryCredential> { [Registries.Guarded] = Registries.Alice } };
            (await Image.Build(given).Run(Spec("cat", "/on")).Output().ExecuteAsync(Token)).Should().Be("base\n");
        }
    }

    [DockerFact]
    public async Task Without_credentials_either_builder_says_what_to_do()
    {
        await PushBaseAsync();
        await DockerCli.AskAsync("rmi", Base);

        foreach (var builder in (BuilderKind[])[BuilderKind.Classic, BuilderKind.BuildKit])
            (await FailsAsync(Spec(builder))).Message.Should().Contain("LoginAsync").And.Contain("BuildSpec.Credentials");
    }

    [DockerFact]
    public async Task A_newer_base_is_pulled_when_asked_for()
    {
        await PushBaseAsync();
        await DockerCli.AskAsync("tag", Busybox, Base);

        foreach (var builder in (BuilderKind[])[BuilderKind.Classic, BuilderKind.BuildKit])
        {
            await DockerCli.AskAsync("tag", Busybox, Base);
            var spec = Spec(builder) with { Pull = true, Credentials = new Dictionary<string, RegistryCredential> { [Registries.Guarded] = Registries.Alice } };
            (await Image.Build(spec).Run(Spec("cat", "/on")).Output().ExecuteAsync(Token)).Should().Be("base\n");
        }
    }

    private BuildSpec Spec(BuilderKind builder) => BuildSpec.FromText($"ARG BASE\nFROM $BASE\n{MarkLine}RUN cp /base /on\n") with
    {
        Builder = builder,
        Arguments = new Dictionary<string, string> { ["BASE"] = Base },
        NoCache = true,
    };

    private async Task PushBaseAsync() =>
        await Image.Build(BuildSpec.FromText(OnBusybox("RUN echo base > /base")) with { Tags = [Base] }).Push(Registries.Alice).ExecuteAsync(Token);
}
