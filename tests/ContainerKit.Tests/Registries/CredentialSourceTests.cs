using ContainerKit.Registries;

namespace ContainerKit.Tests.Registries;

/// <summary>The credentials that a registry gets: their sources, and the forms of an entry.</summary>
public sealed class CredentialSourceTests : CredentialTest
{
    [Fact]
    public async Task Registry_credentials_are_taken_from_the_call_then_the_login_the_variable_and_the_file()
    {
        var auth = Base64("file:f");
        Machine.Configure(
            $$"""{ "auths": { "reg.example": { "auth": "{{auth}}" }, "other.example": { "auth": "{{auth}}" } } }""");
        var source = Source();
        (await source.FindAsync(Registry(), null, Token))
            .Should().Match<ResolvedCredential>(found => found.Credential!.UserName == "file"
            && found.Source.EndsWith("config.json"));

        Machine["DOCKER_AUTH_CONFIG"] = $$"""{ "auths": { "reg.example": { "auth": "{{Base64("variable:v")}}" } } }""";
        (await source.FindAsync(Registry(), null, Token))
            .Should().Match<ResolvedCredential>(found => found.Credential!.UserName == "variable"
            && found.Source == "DOCKER_AUTH_CONFIG");
        (await source.FindAsync(Registry("other.example"), null, Token)).Credential!.UserName.Should().Be("file");

        source.Remember(Registry(), new RegistryCredential("in", "x"));
        (await source.FindAsync(Registry(), null, Token)).Credential!.UserName.Should().Be("in");
        (await source.FindAsync(Registry(), new RegistryCredential("given", "x"), Token)).Credential!.UserName
            .Should().Be("given");

        source.Forget(Registry());
        (await source.FindAsync(Registry(), null, Token)).Credential!.UserName.Should().Be("variable");
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
    public async Task Registry_credentials_are_found_under_each_spelling_of_the_registry_key(string registry, string key)
    {
        Machine.Configure($$"""{ "auths": { "{{key}}": { "auth": "{{Base64("alice:pass:with:colons")}}" } } }""");

        var found = (await Source().FindAsync(Registry(registry), null, Token)).Credential!;

        (found.UserName, found.Password).Should().Be(("alice", "pass:with:colons"));
    }

    [Theory]
    [InlineData("docker.io")]
    [InlineData("index.docker.io")]
    [InlineData("registry-1.docker.io")]
    [InlineData("registry.hub.docker.com")]
    public async Task Docker_Hub_credentials_apply_to_each_of_its_host_names(string host)
    {
        Machine.Configure($$"""{ "auths": { "https://index.docker.io/v1/": { "auth": "{{Base64("file:f")}}" } } }""");
        var (source, image) = (Source(), RegistryName.Of(ImageReference.Parse(host + "/me/private:1")));
        (await source.FindAsync(image, null, Token)).Credential!.UserName.Should().Be("file");

        foreach (var login in new[] { host, "docker.io" })
        {
            source.Remember(Registry(login), new RegistryCredential(login, "x"));
            (await source.FindAsync(image, null, Token)).Credential!.UserName.Should().Be(login);
            source.Forget(Registry(login));
        }
    }

    [Theory]
    [InlineData("reg.example:5000", "reg.example")]
    [InlineData("reg.example", "sub.reg.example")]
    [InlineData("docker.io", "reg.example")]
    public async Task Registry_credentials_of_another_registry_are_not_used(string registry, string key)
    {
        Machine.Configure($$"""{ "auths": { "{{key}}": { "auth": "{{Base64("alice:x")}}" } } }""");

        (await Source().FindAsync(Registry(registry), null, Token)).Credential.Should().BeNull();
    }

    [Fact]
    public async Task Registry_credentials_in_separate_fields_or_as_an_identity_token_are_read()
    {
        Machine.Configure(
            """{ "auths": { "a.example": { "username": "alice", "password": "p" }, "t.example": """ +
            """{ "auth": "", "identitytoken": "t0ken" }, "e.example": {} } }""");

        (await Source().FindAsync(Registry("a.example"), null, Token)).Credential!.Password.Should().Be("p");
        (await Source().FindAsync(Registry("t.example"), null, Token)).Credential!.IdentityToken.Should().Be("t0ken");
        (await Source().FindAsync(Registry("e.example"), null, Token)).Credential.Should().BeNull();
    }

    [Fact]
    public async Task A_registry_token_is_sent_in_place_of_other_credentials()
    {
        Machine.Configure(
            $$"""{ "credsStore": "ck-not-there", "auths": { "reg.example": { "registrytoken": "RT", "auth": "{{Base64("u:p")}}" } } }""");

        var found = await Source().FindAsync(Registry(), null, Token);

        RegistryHeaders.Json(Registry(), found.Credential!).ToJsonString()
            .Should().Be("""{"registrytoken":"RT","serveraddress":"reg.example"}""");
        (found.Source, found.ReadError).Should().Be((Path.Combine(Machine.DockerFolder, "config.json"), null));
    }

    [Theory]
    [InlineData("dTpw", "p")]
    [InlineData("dTpwYXNz\\n", "pass")]
    [InlineData(" dTpwYXNz\\r\\n", "pass")]
    [InlineData("dTpwYQ", "pa")]
    [InlineData("dTpwYQ==", "pa")]
    [InlineData("dTpwAAAA", "p")]
    [InlineData("dTpwCg==", "p\n")]
    [InlineData("dTpwOnE=", "p:q")]
    [InlineData("dTo=", "")]
    public async Task A_credential_entry_is_decoded_as_by_the_Docker_CLI(string auth, string password)
    {
        Machine.Configure($$"""{ "auths": { "reg.example": { "auth": "{{auth}}" } } }""");

        var found = (await Source().FindAsync(Registry(), null, Token)).Credential!;

        (found.UserName, found.Password).Should().Be(("u", password));
    }

    [Theory]
    [InlineData("""{ "AUTHS": { "reg.example": { "Auth": "dTpw" } } }""")]
    [InlineData("""{ "auths": { "reg.example": { "auth": "eDp5" }, "reg.example": { "auth": "dTpw" } } }""")]
    [InlineData("""{ "auths": { "reg.example": { "auth": "dTpw" } } } trailing""")]
    [InlineData("\uFEFF{ \"auths\": { \"reg.example\": { \"auth\": \"dTpw\" } } }")]
    [InlineData("""{ "credsStore": 7, "credHelpers": ["x"], "auths": { "o.example": 7, "reg.example": { "auth": "dTpw" } } }""")]
    [InlineData("""{ "auths": { "https://someone@reg.example/v1/": { "auth": "dTpw", "identitytoken": 7 } } }""")]
    [InlineData("""{ "auths": { "\ud800": {}, "reg.example": { "auth": "dTpw", "identitytoken": "\ud800" } } }""")]
    public async Task A_configuration_of_unusual_JSON_provides_its_credentials(string json)
    {
        Machine.Configure(json);

        (await Source().FindAsync(Registry(), null, Token))
            .Should().Match<ResolvedCredential>(found => found.Credential!.UserName == "u" && found.Credential.Password == "p"
            && found.ReadError == null);
    }

    [Fact]
    public async Task Registry_credentials_without_a_configuration_file_are_empty() =>
        (await Source().FindAsync(Registry(), null, Token)).Should().Be(new ResolvedCredential(null));

    [Theory]
    [InlineData("{ not json s3cret")]
    [InlineData("""{ "auths": { "reg.example": { "auth": "s3cret*" } } }""")]
    [InlineData("""{ "auths": { "reg.example": { "auth": "czNjcmV0" } } }""")]
    public async Task An_unreadable_credential_file_or_variable_is_reported_without_its_secrets(string text)
    {
        Machine.Configure(text);
        var fromFile = await Source().FindAsync(Registry(), null, Token);
        Machine["DOCKER_AUTH_CONFIG"] = text;
        var fromVariable = await Source().FindAsync(Registry(), null, Token);

        fromFile.Credential.Should().BeNull();
        fromFile.ErrorHint.Should().Contain("reg.example").And.Contain("config.json").And.NotContain("s3cret");
        fromVariable.ErrorHint.Should().Contain("DOCKER_AUTH_CONFIG").And.NotContain("s3cret");
        fromFile.ReadError!.ToString().Should().NotContain("s3cret");
    }

    [Theory]
    [InlineData("{ not json s3cret")]
    [InlineData("""{ "auths": { "good.example": { "auth": "s3cret*" } } }""")]
    public async Task An_unreadable_DOCKER_AUTH_CONFIG_does_not_disable_the_file_and_its_credential_helper(string text)
    {
        SkipOnWindows();
        Machine["DOCKER_AUTH_CONFIG"] = text;
        Machine.Configure($$"""{ "auths": { "good.example": { "auth": "{{Base64("file:f")}}" } } }""");
        (await Source().FindAsync(Registry("good.example"), null, Token))
            .Should().Match<ResolvedCredential>(found => found.Credential!.UserName == "file"
            && found.ErrorHint.Length == 0);

        Machine.Configure($$"""{ "credsStore": "{{CredentialHelperFixture.Name}}" }""");
        (await Source().FindAsync(Registry("good.example"), null, Token)).Credential!.UserName.Should().Be("helena");

        Machine.Configure("{}");
        (await Source().FindAsync(Registry("good.example"), null, Token)).ErrorHint
            .Should().Contain("DOCKER_AUTH_CONFIG").And.NotContain("s3cret");
    }
}
