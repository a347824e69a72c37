using System.Text;
using ContainerKit.Registries;
using ContainerKit.Tests.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Tests.Registries;

/// <summary>The credentials that a registry gets, on a machine with a temporary home folder.</summary>
public sealed class CredentialSourceTests(CredentialHelperFixture helper) : IClassFixture<CredentialHelperFixture>,
    IDisposable
{
    private readonly FakeMachine _machine = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Registry_credentials_are_taken_from_the_call_then_the_login_the_variable_and_the_file()
    {
        var auth = Base64("file:f");
        _machine.Configure(
            $$"""{ "auths": { "reg.example": { "auth": "{{auth}}" }, "other.example": { "auth": "{{auth}}" } } }""");
        var source = Source();
        (await source.FindAsync(Registry(), null, Token))
            .Should().Match<ResolvedCredential>(found => found.Credential!.UserName == "file"
            && found.Source.EndsWith("config.json"));

        _machine["DOCKER_AUTH_CONFIG"] = $$"""{ "auths": { "reg.example": { "auth": "{{Base64("variable:v")}}" } } }""";
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
        _machine.Configure($$"""{ "auths": { "{{key}}": { "auth": "{{Base64("alice:pass:with:colons")}}" } } }""");

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
        _machine.Configure($$"""{ "auths": { "https://index.docker.io/v1/": { "auth": "{{Base64("file:f")}}" } } }""");
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
        _machine.Configure($$"""{ "auths": { "{{key}}": { "auth": "{{Base64("alice:x")}}" } } }""");

        (await Source().FindAsync(Registry(registry), null, Token)).Credential.Should().BeNull();
    }

    [Fact]
    public async Task Registry_credentials_in_separate_fields_or_as_an_identity_token_are_read()
    {
        _machine.Configure(
            """{ "auths": { "a.example": { "username": "alice", "password": "p" }, "t.example": """ +
            """{ "auth": "", "identitytoken": "t0ken" }, "e.example": {} } }""");

        (await Source().FindAsync(Registry("a.example"), null, Token)).Credential!.Password.Should().Be("p");
        (await Source().FindAsync(Registry("t.example"), null, Token)).Credential!.IdentityToken.Should().Be("t0ken");
        (await Source().FindAsync(Registry("e.example"), null, Token)).Credential.Should().BeNull();
    }

    [Fact]
    public async Task A_registry_token_is_sent_in_place_of_other_credentials()
    {
        _machine.Configure(
            $$"""{ "credsStore": "ck-not-there", "auths": { "reg.example": { "registrytoken": "RT", "auth": "{{Base64("u:p")}}" } } }""");

        var found = await Source().FindAsync(Registry(), null, Token);

        RegistryHeaders.Json(Registry(), found.Credential!).ToJsonString()
            .Should().Be("""{"registrytoken":"RT","serveraddress":"reg.example"}""");
        (found.Source, found.ReadError).Should().Be((Path.Combine(_machine.DockerFolder, "config.json"), null));
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
        _machine.Configure($$"""{ "auths": { "reg.example": { "auth": "{{auth}}" } } }""");

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
        _machine.Configure(json);

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
        _machine.Configure(text);
        var fromFile = await Source().FindAsync(Registry(), null, Token);
        _machine["DOCKER_AUTH_CONFIG"] = text;
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
        _machine["DOCKER_AUTH_CONFIG"] = text;
        _machine.Configure($$"""{ "auths": { "good.example": { "auth": "{{Base64("file:f")}}" } } }""");
        (await Source().FindAsync(Registry("good.example"), null, Token))
            .Should().Match<ResolvedCredential>(found => found.Credential!.UserName == "file"
            && found.ErrorHint.Length == 0);

        _machine.Configure($$"""{ "credsStore": "{{CredentialHelperFixture.Name}}" }""");
        (await Source().FindAsync(Registry("good.example"), null, Token)).Credential!.UserName.Should().Be("helena");

        _machine.Configure("{}");
        (await Source().FindAsync(Registry("good.example"), null, Token)).ErrorHint
            .Should().Contain("DOCKER_AUTH_CONFIG").And.NotContain("s3cret");
    }

    [Fact]
    public async Task A_registry_specific_credential_helper_precedes_the_default_helper_and_the_file()
    {
        SkipOnWindows();
        _machine.Configure($$"""
            {
              "auths": {
                "good.example": { "auth": "{{Base64("file:f")}}" },
                "none.example": { "auth": "{{Base64("file:f")}}" },
                "plain.example": { "auth": "{{Base64("plain:f")}}" }
              },
              "credHelpers": { "token.example": "{{CredentialHelperFixture.Name}}", "plain.example": "" },
              "credsStore": "{{CredentialHelperFixture.Name}}"
            }
            """);

        var good = (await Source().FindAsync(Registry("good.example"), null, Token)).Credential!;
        (good.UserName, good.Password).Should().Be(("helena", "h3lper"));
        (await Source().FindAsync(Registry("token.example"), null, Token)).Credential!.IdentityToken.Should().Be("t0ken");
        // "Not found" is a valid response of the helper. The file is not consulted then.
        (await Source().FindAsync(Registry("none.example"), null, Token))
            .Should().Match<ResolvedCredential>(found => found.Credential == null && found.ReadError == null);
    }

    [Theory]
    [InlineData("locked.example", "exit code 7", "the keychain is locked")]
    [InlineData("stdout.example", "exit code 1", "no such thing as a keychain")]
    [InlineData("noise.example", "not JSON", "docker-credential-ck-test")]
    public async Task A_failing_credential_helper_is_reported_with_its_own_output(string registry, string failure,
        string output)
    {
        SkipOnWindows();
        _machine.Configure($$"""{ "credsStore": "{{CredentialHelperFixture.Name}}" }""");

        var found = await Source().FindAsync(Registry(registry), null, Token);

        found.ErrorHint.Should().Contain(registry).And.Contain(failure).And.Contain(output).And.NotContain("n0ise");
        found.ReadError!.Store.Should().Be("docker-credential-ck-test");
    }

    [Fact]
    public async Task A_credential_helper_that_is_not_installed_is_reported_by_name()
    {
        _machine.Configure("""{ "credHelpers": { "reg.example": "ck-not-there" } }""");

        (await Source().FindAsync(Registry(), null, Token)).ErrorHint
            .Should().Contain("docker-credential-ck-not-there").And.Contain("PATH");
    }

    [Theory]
    [InlineData("ck-not-there", "could not be started")]
    [InlineData(CredentialHelperFixture.Name, "exit code 7")]
    public async Task The_entry_in_the_file_is_used_if_the_credential_helper_fails(string name, string reason)
    {
        SkipOnWindows();
        _machine.Configure($$"""{ "credsStore": "{{name}}", "auths": { "locked.example": { "auth": "{{Base64("u:p")}}" } } }""");
        var log = new ListLogger();

        var found = await new CredentialSource(_machine.GetHost(), new DockerEngineOptions(), log)
            .FindAsync(Registry("locked.example"), null, Token);

        (found.Credential!.UserName, found.Credential.Password).Should().Be(("u", "p"));
        found.Source.Should().EndWith("config.json");
        found.ErrorHint.Should().Contain(reason);
        log.Entries.Should().ContainSingle().Which.Should().StartWith("Warning 13: ").And.Contain(reason).And.Contain("config.json");
    }

    [Fact]
    public async Task A_failing_credential_helper_without_an_entry_in_the_file_is_reported()
    {
        _machine.Configure("""{ "credsStore": "ck-not-there", "auths": { "reg.example": {} } }""");

        (await Source().FindAsync(Registry(), null, Token)).Should().Match<ResolvedCredential>(
            found => found.Credential == null && found.ReadError!.Store == "docker-credential-ck-not-there");
    }

    [Theory]
    [InlineData("../{0}")]
    [InlineData("{0}/")]
    [InlineData("x/../{0}")]
    [InlineData("{0}")]
    public async Task A_credential_helper_is_not_started_from_the_current_folder(string format)
    {
        SkipOnWindows();
        if (OperatingSystem.IsWindows()) return;
        var name = "ck-" + Guid.NewGuid().ToString("N");
        var program = Path.Combine(Environment.CurrentDirectory, "docker-credential-" + name);
        var marker = Path.Combine(_machine.Home, "started");
        File.WriteAllText(program, $"#!/bin/sh\necho started > '{marker}'\necho '{{\"Username\":\"u\",\"Secret\":\"p\"}}'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        // The folder that a name with separators leads through.
        var folder = Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, "docker-credential-.."));
        try
        {
            _machine.Configure($$"""{ "credsStore": "{{string.Format(null, format, name)}}" }""");

            (await Source().FindAsync(Registry(), null, Token)).Should().Match<ResolvedCredential>(
                found => found.Credential == null && found.ReadError != null);
            await FluentActions.Awaiting(() => Source().SaveAsync(Registry(), new RegistryCredential("u", "s3cret"), Token))
                .Should().ThrowAsync<CredentialStoreException>();

            File.Exists(marker).Should().BeFalse();
        }
        finally
        {
            File.Delete(program);
            folder.Delete();
        }
    }

    [Theory]
    [InlineData("flood.example")]
    [InlineData("errors.example")]
    public async Task A_credential_helper_that_writes_without_end_is_stopped(string registry)
    {
        SkipOnWindows();
        _machine.Configure($$"""{ "credsStore": "{{CredentialHelperFixture.Name}}" }""");

        (await Source().FindAsync(Registry(registry), null, Token)).ErrorHint.Should().Contain("too long");
    }

    [Theory]
    [InlineData("s3cret")]
    [InlineData("s3c\"ret+<ä'\\")]
    public async Task The_message_of_a_credential_helper_is_shown_without_the_password(string password)
    {
        SkipOnWindows();
        _machine.Configure($$"""{ "credsStore": "{{CredentialHelperFixture.Name}}" }""");

        var failure = await FluentActions.Awaiting(
            () => Source().SaveAsync(Registry("echo.example"), new RegistryCredential("alice", password), Token))
            .Should().ThrowAsync<CredentialStoreException>();

        failure.Which.ToString().Should().Contain("cannot store").And.Contain("alice").And.NotContain("s3c").And.NotContain("ret+");
        (await Source().FindAsync(Registry("leak.example"), null, Token)).ErrorHint
            .Should().Contain("cannot read").And.NotContain("s3c");
    }

    [Fact]
    public async Task A_hanging_credential_helper_is_stopped_at_its_timeout_and_on_cancellation()
    {
        SkipOnWindows();
        _machine.Configure($$"""{ "credsStore": "{{CredentialHelperFixture.Name}}" }""");
        var source = new CredentialSource(_machine.GetHost(),
            new DockerEngineOptions { RequestTimeout = TimeSpan.FromMilliseconds(200) }, NullLogger.Instance);

        (await source.FindAsync(Registry("silent.example"), null, Token)).ErrorHint.Should().Contain("0.2 s");

        using var cancellation = new CancellationTokenSource(200);
        var failure = await FluentActions.Awaiting(() => Source()
            .FindAsync(Registry("silent.example"), null, cancellation.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        failure.Which.CancellationToken.Should().Be(cancellation.Token);
    }

    [Fact]
    public async Task Saving_credentials_writes_one_entry_and_keeps_the_rest_of_the_file()
    {
        _machine.Configure(
            """{ "currentContext": "mine", "auths": { "https://reg.example/v1/": """ +
            """{ "auth": "b2xkOm9sZA==" }, "o.example": { "auth": "bzpv" } }, "unknown": [1, 2] }""");

        (await Source().SaveAsync(Registry(), new RegistryCredential("alice", "s3cret+/"), Token))
            .Should().EndWith("config.json");

        var file = Path.Combine(_machine.DockerFolder, "config.json");
        var json = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(file, Token))!;
        json["auths"]!.AsObject().Select(member => member.Key).Should().Equal("o.example", "reg.example");
        json["auths"]!["reg.example"]!["auth"]!.GetValue<string>().Should().Be(Base64("alice:s3cret+/"));
        (json["currentContext"]!.GetValue<string>(), json["unknown"]!.ToJsonString()).Should().Be(("mine", "[1,2]"));
        Directory.GetFiles(_machine.DockerFolder).Should().Equal(file);
        (await Source().FindAsync(Registry(), null, Token)).Credential!.Password.Should().Be("s3cret+/");

        await Source().EraseAsync(Registry(), Token);
        (await Source().FindAsync(Registry(), null, Token)).Credential.Should().BeNull();
        (await Source().FindAsync(Registry("o.example"), null, Token)).Credential!.UserName.Should().Be("o");
    }

    [Fact]
    public async Task Saving_credentials_creates_a_missing_file_and_writes_through_a_symbolic_link()
    {
        await Source().SaveAsync(Registry(), RegistryCredential.FromIdentityToken("t0ken"), Token);
        (await Source().FindAsync(Registry(), null, Token)).Credential!.IdentityToken.Should().Be("t0ken");
        if (OperatingSystem.IsWindows()) return;

        var (file, real) = (Path.Combine(_machine.DockerFolder, "config.json"), Path.Combine(_machine.Home, "real.json"));
        File.Move(file, real);
        File.CreateSymbolicLink(file, real);
        await Source().SaveAsync(Registry("o.example"), new RegistryCredential("o", "o"), Token);
        new FileInfo(file).LinkTarget.Should().Be(real);
        (await Source().FindAsync(Registry("o.example"), null, Token)).Credential!.UserName.Should().Be("o");
    }

    [Fact]
    public async Task Saving_credentials_stores_them_in_the_helper_and_records_that_in_the_file()
    {
        SkipOnWindows();
        _machine.Configure($$"""{ "credsStore": "{{CredentialHelperFixture.Name}}" }""");

        (await Source().SaveAsync(Registry(), new RegistryCredential("alice", "s3cret"), Token))
            .Should().Be("docker-credential-ck-test");

        helper.Stored.Should().Be("""{"ServerURL":"reg.example","Username":"alice","Secret":"s3cret"}""");
        var file = await File.ReadAllTextAsync(Path.Combine(_machine.DockerFolder, "config.json"), Token);
        file.Should().Contain("reg.example").And.NotContain("s3cret").And.NotContain(Base64("alice:s3cret"));
        await Source().EraseAsync(Registry(), Token);
        helper.Erased.Should().Be("reg.example");
    }

    [Fact]
    public async Task A_credential_helper_whose_name_is_not_a_string_is_ignored()
    {
        _machine.Configure("""{ "credHelpers": { "reg.example": 7 }, "auths": { "reg.example": { "auth": "bzpv" } } }""");

        (await Source().FindAsync(Registry(), null, Token)).Credential!.UserName.Should().Be("o");
    }

    [Fact]
    public async Task Concurrent_logins_are_all_saved()
    {
        _machine.Configure("""{ "auths": { "o.example": { "auth": "bzpv" } } }""");

        await Task.WhenAll(Enumerable.Range(0, 40).Select(
            i => Task.Run(() => Source().SaveAsync(Registry($"r{i}.example"), new RegistryCredential($"u{i}", "p"), Token))));

        for (var i = 0; i < 40; i++)
            (await Source().FindAsync(Registry($"r{i}.example"), null, Token)).Credential!.UserName.Should().Be($"u{i}");
        (await Source().FindAsync(Registry("o.example"), null, Token)).Credential!.UserName.Should().Be("o");
        Directory.GetFiles(_machine.DockerFolder).Should().ContainSingle();
    }

    [Fact]
    public async Task A_configuration_file_that_another_process_has_locked_is_not_written()
    {
        _machine.Configure("{}");
        var source = new CredentialSource(
            _machine.GetHost(), new DockerEngineOptions { RequestTimeout = TimeSpan.FromMilliseconds(200) }, NullLogger.Instance);
        var path = Path.Combine(_machine.DockerFolder, "config.json.lock");
        using (new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            (await FluentActions.Awaiting(() => source.SaveAsync(Registry(), new RegistryCredential("u", "p"), Token))
                .Should().ThrowAsync<CredentialStoreException>()).WithMessage("*'config.json.lock'*");
        }

        // The lock file of a process that was killed is no obstacle.
        File.Exists(path).Should().BeTrue();
        await source.SaveAsync(Registry(), new RegistryCredential("u", "p"), Token);
        File.Exists(path).Should().BeFalse();
    }

    [Fact]
    public async Task Saving_credentials_keeps_the_owner_and_the_mode_of_the_file()
    {
        SkipOnWindows();
        if (OperatingSystem.IsWindows()) return;
        _machine.Configure("{}");
        var file = Path.Combine(_machine.DockerFolder, "config.json");
        // Only root may give a file away.
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "65534:65533", file);
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(file, Mode);
        var owner = await RunAsync("stat", "-c", "%u:%g", file);

        await Source().SaveAsync(Registry(), new RegistryCredential("u", "p"), Token);

        (await RunAsync("stat", "-c", "%u:%g", file)).Should().Be(owner);
        File.GetUnixFileMode(file).Should().Be(Mode);
    }

    [Fact]
    public async Task A_configuration_file_that_is_created_is_for_its_owner_only()
    {
        SkipOnWindows();
        if (OperatingSystem.IsWindows()) return;

        await Source().SaveAsync(Registry(), new RegistryCredential("u", "p"), Token);

        File.GetUnixFileMode(_machine.DockerFolder)
            .Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Path.Combine(_machine.DockerFolder, "config.json"))
            .Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Saving_credentials_creates_the_missing_target_of_a_symbolic_link()
    {
        SkipOnWindows();
        Directory.CreateDirectory(_machine.DockerFolder);
        var (file, real) = (Path.Combine(_machine.DockerFolder, "config.json"), Path.Combine(_machine.Home, "real.json"));
        File.CreateSymbolicLink(file, "../real.json");

        await Source().SaveAsync(Registry(), new RegistryCredential("u", "p"), Token);

        new FileInfo(file).LinkTarget.Should().Be("../real.json");
        File.Exists(real).Should().BeTrue();
        (await Source().FindAsync(Registry(), null, Token)).Credential!.UserName.Should().Be("u");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("null")]
    [InlineData("\uFEFF{}")]
    [InlineData("""{ "auths": [] }""")]
    [InlineData("""{ "a": 1, "a": 2, "auths": { "x.example": {}, "x.example": {} }, "auths": {} }""")]
    [InlineData("""{ "AUTHS": { "reg.example": { "auth": "eDp5" } } }""")]
    public async Task Credentials_are_saved_to_a_file_of_unusual_JSON(string text)
    {
        _machine.Configure(text);

        await Source().SaveAsync(Registry(), new RegistryCredential("u", "p"), Token);

        (await Source().FindAsync(Registry(), null, Token)).Credential!.Password.Should().Be("p");
        var written = await File.ReadAllTextAsync(Path.Combine(_machine.DockerFolder, "config.json"), Token);
        var json = System.Text.Json.Nodes.JsonNode.Parse(written)!;
        json.AsObject().Count(member => member.Key.Equals("auths", StringComparison.OrdinalIgnoreCase)).Should().Be(1);
    }

    [Theory]
    [InlineData("org:me", "s3cret", "colon")]
    [InlineData("me", "s3cret\0", "zero")]
    public async Task Credentials_that_the_file_cannot_represent_are_not_saved(string user, string password, string reason)
    {
        _machine.Configure("{}");

        var failure = await FluentActions.Awaiting(
            () => Source().SaveAsync(Registry(), new RegistryCredential(user, password), Token))
            .Should().ThrowAsync<CredentialStoreException>();

        failure.WithMessage($"*{reason}*").Which.ToString().Should().NotContain("s3cret");
        (await File.ReadAllTextAsync(Path.Combine(_machine.DockerFolder, "config.json"), Token)).Should().Be("{}");
    }

    [Fact]
    public async Task Erasing_credentials_removes_the_entry_in_the_file_even_if_the_helper_fails()
    {
        SkipOnWindows();
        _machine.Configure(
            $$"""{ "credsStore": "{{CredentialHelperFixture.Name}}", "auths": { "echo.example": { "auth": "{{Base64("u:p")}}" } } }""");

        await FluentActions.Awaiting(() => Source().EraseAsync(Registry("echo.example"), Token))
            .Should().ThrowAsync<CredentialStoreException>().WithMessage("*the keychain is locked*");

        (await File.ReadAllTextAsync(Path.Combine(_machine.DockerFolder, "config.json"), Token)).Should().NotContain("echo.example");
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("[1, 2]")]
    public async Task A_file_that_is_not_a_Docker_configuration_is_not_overwritten(string text)
    {
        _machine.Configure(text);

        await FluentActions.Awaiting(() => Source().SaveAsync(Registry(), new RegistryCredential("a", "s3cret"), Token))
            .Should().ThrowAsync<CredentialStoreException>();

        (await File.ReadAllTextAsync(Path.Combine(_machine.DockerFolder, "config.json"), Token)).Should().Be(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("not a host")]
    [InlineData("https:///v1")]
    [InlineData("host:port")]
    public void An_invalid_registry_name_is_rejected(string text) =>
        FluentActions.Invoking(() => RegistryName.Parse(text)).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData("https://me:s3cret@reg.example")]
    [InlineData("me:s3cret@reg.example")]
    public void A_password_in_a_registry_name_is_rejected_and_not_shown(string text) =>
        FluentActions.Invoking(() => RegistryName.Parse(text)).Should().Throw<ArgumentException>()
            .Which.ToString().Should().NotContain("s3cret");

    private static void SkipOnWindows() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The helper of this test is a shell script.");

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        process.ExitCode.Should().Be(0);
        return output;
    }

    private static RegistryName Registry(string name = "reg.example") => RegistryName.Parse(name);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private CredentialSource Source() => new(_machine.GetHost(), new DockerEngineOptions(), NullLogger.Instance);
}
