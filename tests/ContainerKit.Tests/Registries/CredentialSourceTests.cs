using System.Text;
using ContainerKit.Registries;
using ContainerKit.Tests.Engines;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Tests.Registries;

/// <summary>Whose credentials a registry gets, on a machine of the test's own.</summary>
public sealed class CredentialSourceTests(Helpers helpers) : IClassFixture<Helpers>, IDisposable
{
    private readonly Machine _machine = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Given_goes_before_logged_in_before_the_variable_before_the_file()
    {
        _machine.Configure($$"""{ "auths": { "reg.example": { "auth": "{{Base64("file:f")}}" }, "other.example": { "auth": "{{Base64("file:f")}}" } } }""");
        var source = Source();
        (await source.FindAsync(Reg(), null, Token)).Should().Match<ResolvedCredential>(found => found.Credential!.UserName == "file" && found.Source.EndsWith("config.json"));

        _machine["DOCKER_AUTH_CONFIG"] = $$"""{ "auths": { "reg.example": { "auth": "{{Base64("variable:v")}}" } } }""";
        (await source.FindAsync(Reg(), null, Token)).Should().Match<ResolvedCredential>(found => found.Credential!.UserName == "variable" && found.Source == "DOCKER_AUTH_CONFIG");
        (await source.FindAsync(Reg("other.example"), null, Token)).Credential!.UserName.Should().Be("file");

        source.Remember(Reg(), new RegistryCredential("in", "x"));
        (await source.FindAsync(Reg(), null, Token)).Credential!.UserName.Should().Be("in");
        (await source.FindAsync(Reg(), new RegistryCredential("given", "x"), Token)).Credential!.UserName.Should().Be("given");

        source.Forget(Reg());
        (await source.FindAsync(Reg(), null, Token)).Credential!.UserName.Should().Be("variable");
    }

    [Theory]
    [InlineData("docker.io", "https://index.docker.io/v1/")]
    [InlineData("index.docker.io", "https://index.docker.io/v1/")]
    [InlineData("registry-1.docker.io", "docker.io")]
    [InlineData("reg.example", "reg.example")]
    [InlineData("reg.example", "https://reg.example")]
    [InlineData("reg.example", "https://reg.example/v1/")]
    [InlineData("https://reg.example/v2/", "reg.example")]
    [InlineData("reg.example:5000", "http://reg.example:5000/v2/")]
    public async Task A_registry_is_found_by_each_spelling_of_its_key(string registry, string key)
    {
        _machine.Configure($$"""{ "auths": { "{{key}}": { "auth": "{{Base64("alice:pass:with:colons")}}" } } }""");

        var found = (await Source().FindAsync(Reg(registry), null, Token)).Credential!;

        (found.UserName, found.Password).Should().Be(("alice", "pass:with:colons"));
    }

    [Theory]
    [InlineData("docker.io")]
    [InlineData("index.docker.io")]
    [InlineData("registry-1.docker.io")]
    [InlineData("registry.hub.docker.com")]
    public async Task Docker_Hub_is_one_registry_by_whichever_host_an_image_or_a_login_has_it(string host)
    {
        _machine.Configure($$"""{ "auths": { "https://index.docker.io/v1/": { "auth": "{{Base64("file:f")}}" } } }""");
        var (source, image) = (Source(), RegistryName.Of(ImageReference.Parse(host + "/me/private:1")));
        (await source.FindAsync(image, null, Token)).Credential!.UserName.Should().Be("file");

        foreach (var login in new[] { host, "docker.io" })
        {
            source.Remember(Reg(login), new RegistryCredential(login, "x"));
            (await source.FindAsync(image, null, Token)).Credential!.UserName.Should().Be(login);
            source.Forget(Reg(login));
        }
    }

    [Theory]
    [InlineData("reg.example:5000", "reg.example")]
    [InlineData("reg.example", "sub.reg.example")]
    [InlineData("docker.io", "reg.example")]
    public async Task Another_registrys_credentials_are_not_sent(string registry, string key)
    {
        _machine.Configure($$"""{ "auths": { "{{key}}": { "auth": "{{Base64("alice:x")}}" } } }""");

        (await Source().FindAsync(Reg(registry), null, Token)).Credential.Should().BeNull();
    }

    [Fact]
    public async Task A_name_and_password_apart_and_an_identity_token_are_read_too()
    {
        _machine.Configure("""{ "auths": { "a.example": { "username": "alice", "password": "p" }, "t.example": { "auth": "", "identitytoken": "t0ken" }, "e.example": {} } }""");

        (await Source().FindAsync(Reg("a.example"), null, Token)).Credential!.Password.Should().Be("p");
        (await Source().FindAsync(Reg("t.example"), null, Token)).Credential!.IdentityToken.Should().Be("t0ken");
        (await Source().FindAsync(Reg("e.example"), null, Token)).Credential.Should().BeNull();
    }

    [Fact]
    public async Task Without_a_file_there_is_nobody() => (await Source().FindAsync(Reg(), null, Token)).Should().Be(new ResolvedCredential(null));

    [Theory]
    [InlineData("{ not json s3cret")]
    [InlineData("""{ "auths": { "reg.example": { "auth": "s3cret*" } } }""")]
    [InlineData("""{ "auths": { "reg.example": { "auth": "czNjcmV0" } } }""")]
    public async Task A_file_or_variable_that_cannot_be_read_says_so_without_its_secrets(string text)
    {
        _machine.Configure(text);
        var fromFile = await Source().FindAsync(Reg(), null, Token);
        _machine["DOCKER_AUTH_CONFIG"] = text;
        var fromVariable = await Source().FindAsync(Reg(), null, Token);

        fromFile.Credential.Should().BeNull();
        fromFile.Note.Should().Contain("reg.example").And.Contain("config.json").And.NotContain("s3cret");
        fromVariable.Note.Should().Contain("DOCKER_AUTH_CONFIG").And.NotContain("s3cret");
        fromFile.Trouble!.ToString().Should().NotContain("s3cret");
    }

    [Theory]
    [InlineData("{ not json s3cret")]
    [InlineData("""{ "auths": { "good.example": { "auth": "s3cret*" } } }""")]
    public async Task A_variable_that_cannot_be_read_does_not_switch_off_the_file_and_its_helper(string text)
    {
        Unix();
        _machine["DOCKER_AUTH_CONFIG"] = text;
        _machine.Configure($$"""{ "auths": { "good.example": { "auth": "{{Base64("file:f")}}" } } }""");
        (await Source().FindAsync(Reg("good.example"), null, Token)).Should().Match<ResolvedCredential>(found => found.Credential!.UserName == "file" && found.Note.Length == 0);

        _machine.Configure($$"""{ "credsStore": "{{Helpers.Name}}" }""");
        (await Source().FindAsync(Reg("good.example"), null, Token)).Credential!.UserName.Should().Be("helena");

        _machine.Configure("{}");
        (await Source().FindAsync(Reg("good.example"), null, Token)).Note.Should().Contain("DOCKER_AUTH_CONFIG").And.NotContain("s3cret");
    }

    [Fact]
    public async Task A_registrys_own_helper_goes_before_the_common_one_and_both_before_the_file()
    {
        Unix();
        _machine.Configure($$"""
            {
              "auths": { "good.example": { "auth": "{{Base64("file:f")}}" }, "none.example": { "auth": "{{Base64("file:f")}}" }, "plain.example": { "auth": "{{Base64("plain:f")}}" } },
              "credHelpers": { "token.example": "{{Helpers.Name}}", "plain.example": "" },
              "credsStore": "{{Helpers.Name}}"
            }
            """);

        var good = (await Source().FindAsync(Reg("good.example"), null, Token)).Credential!;
        (good.UserName, good.Password).Should().Be(("helena", "h3lper"));
        (await Source().FindAsync(Reg("token.example"), null, Token)).Credential!.IdentityToken.Should().Be("t0ken");
        // "Not found" is an answer: what the file has is not asked then.
        (await Source().FindAsync(Reg("none.example"), null, Token)).Should().Match<ResolvedCredential>(found => found.Credential == null && found.Trouble == null);
    }

    [Theory]
    [InlineData("locked.example", "exit code 7", "the keychain is locked")]
    [InlineData("stdout.example", "exit code 1", "no such thing as a keychain")]
    [InlineData("noise.example", "not JSON", "docker-credential-ck-test")]
    public async Task A_helper_that_fails_says_so_in_its_own_words(string registry, string what, string words)
    {
        Unix();
        _machine.Configure($$"""{ "credsStore": "{{Helpers.Name}}" }""");

        var found = await Source().FindAsync(Reg(registry), null, Token);

        found.Note.Should().Contain(registry).And.Contain(what).And.Contain(words).And.NotContain("n0ise");
        found.Trouble!.Store.Should().Be("docker-credential-ck-test");
    }

    [Fact]
    public async Task A_helper_that_is_not_installed_is_named()
    {
        _machine.Configure("""{ "credHelpers": { "reg.example": "ck-not-there" } }""");

        (await Source().FindAsync(Reg(), null, Token)).Note.Should().Contain("docker-credential-ck-not-there").And.Contain("PATH");
    }

    [Fact]
    public async Task A_silent_helper_is_ended_at_its_time_limit_and_when_the_caller_gives_up()
    {
        Unix();
        _machine.Configure($$"""{ "credsStore": "{{Helpers.Name}}" }""");
        var impatient = new CredentialSource(_machine.Host(), new DockerEngineOptions { RequestTimeout = TimeSpan.FromMilliseconds(200) }, NullLogger.Instance);

        (await impatient.FindAsync(Reg("silent.example"), null, Token)).Note.Should().Contain("0.2 s");

        using var cancel = new CancellationTokenSource(200);
        var failure = await FluentActions.Awaiting(() => Source().FindAsync(Reg("silent.example"), null, cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
        failure.Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact]
    public async Task Saving_writes_one_entry_and_leaves_the_rest_as_it_is()
    {
        _machine.Configure("""{ "currentContext": "mine", "auths": { "https://reg.example/v1/": { "auth": "b2xkOm9sZA==" }, "o.example": { "auth": "bzpv" } }, "unknown": [1, 2] }""");

        (await Source().SaveAsync(Reg(), new RegistryCredential("alice", "s3cret+/"), Token)).Should().EndWith("config.json");

        var file = Path.Combine(_machine.DockerFolder, "config.json");
        var json = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(file, Token))!;
        json["auths"]!.AsObject().Select(member => member.Key).Should().Equal("o.example", "reg.example");
        json["auths"]!["reg.example"]!["auth"]!.GetValue<string>().Should().Be(Base64("alice:s3cret+/"));
        (json["currentContext"]!.GetValue<string>(), json["unknown"]!.ToJsonString()).Should().Be(("mine", "[1,2]"));
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(_machine.DockerFolder).Should().Equal(file);
        (await Source().FindAsync(Reg(), null, Token)).Credential!.Password.Should().Be("s3cret+/");

        await Source().EraseAsync(Reg(), Token);
        (await Source().FindAsync(Reg(), null, Token)).Credential.Should().BeNull();
        (await Source().FindAsync(Reg("o.example"), null, Token)).Credential!.UserName.Should().Be("o");
    }

    [Fact]
    public async Task Saving_makes_the_file_where_there_is_none_and_writes_through_a_link()
    {
        await Source().SaveAsync(Reg(), RegistryCredential.FromIdentityToken("t0ken"), Token);
        (await Source().FindAsync(Reg(), null, Token)).Credential!.IdentityToken.Should().Be("t0ken");
        if (OperatingSystem.IsWindows()) return;

        var (file, real) = (Path.Combine(_machine.DockerFolder, "config.json"), Path.Combine(_machine.Home, "real.json"));
        File.Move(file, real);
        File.CreateSymbolicLink(file, real);
        await Source().SaveAsync(Reg("o.example"), new RegistryCredential("o", "o"), Token);
        new FileInfo(file).LinkTarget.Should().Be(real);
        (await Source().FindAsync(Reg("o.example"), null, Token)).Credential!.UserName.Should().Be("o");
    }

    [Fact]
    public async Task Saving_hands_it_to_the_helper_and_notes_that_in_the_file()
    {
        Unix();
        _machine.Configure($$"""{ "credsStore": "{{Helpers.Name}}" }""");

        (await Source().SaveAsync(Reg(), new RegistryCredential("alice", "s3cret"), Token)).Should().Be("docker-credential-ck-test");

        helpers.Stored.Should().Be("""{"ServerURL":"reg.example","Username":"alice","Secret":"s3cret"}""");
        var file = await File.ReadAllTextAsync(Path.Combine(_machine.DockerFolder, "config.json"), Token);
        file.Should().Contain("reg.example").And.NotContain("s3cret").And.NotContain(Base64("alice:s3cret"));
        await Source().EraseAsync(Reg(), Token);
        helpers.Erased.Should().Be("reg.example");
    }

    [Fact]
    public async Task A_helper_whose_name_is_no_text_is_none()
    {
        _machine.Configure("""{ "credHelpers": { "reg.example": 7 }, "auths": { "reg.example": { "auth": "bzpv" } } }""");

        (await Source().FindAsync(Reg(), null, Token)).Credential!.UserName.Should().Be("o");
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("[1, 2]")]
    public async Task A_file_that_is_none_of_the_docker_commands_is_not_written_over(string text)
    {
        _machine.Configure(text);

        await FluentActions.Awaiting(() => Source().SaveAsync(Reg(), new RegistryCredential("a", "s3cret"), Token)).Should().ThrowAsync<CredentialStoreException>();

        (await File.ReadAllTextAsync(Path.Combine(_machine.DockerFolder, "config.json"), Token)).Should().Be(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("not a host")]
    [InlineData("https:///v1")]
    [InlineData("host:port")]
    public void What_names_no_registry_is_refused(string text) => FluentActions.Invoking(() => RegistryName.Parse(text)).Should().Throw<ArgumentException>();

    private static void Unix() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The helper of this test is a shell script.");

    private static RegistryName Reg(string name = "reg.example") => RegistryName.Parse(name);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private CredentialSource Source() => new(_machine.Host(), new DockerEngineOptions(), NullLogger.Instance);
}
