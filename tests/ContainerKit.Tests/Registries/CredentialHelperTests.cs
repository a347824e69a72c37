using ContainerKit.Registries;
using ContainerKit.Tests.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Tests.Registries;

/// <summary>The programs that store credentials.</summary>
public sealed class CredentialHelperTests : CredentialTest
{
    [Fact]
    public async Task A_registry_specific_credential_helper_precedes_the_default_helper_and_the_file()
    {
        SkipOnWindows();
        Machine.Configure($$"""
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
        Machine.Configure($$"""{ "credsStore": "{{CredentialHelperFixture.Name}}" }""");

        var found = await Source().FindAsync(Registry(registry), null, Token);

        found.ErrorHint.Should().Contain(registry).And.Contain(failure).And.Contain(output).And.NotContain("n0ise");
        found.ReadError!.Store.Should().Be("docker-credential-ck-test");
    }

    [Fact]
    public async Task A_credential_helper_that_is_not_installed_is_reported_by_name()
    {
        Machine.Configure("""{ "credHelpers": { "reg.example": "ck-not-there" } }""");

        (await Source().FindAsync(Registry(), null, Token)).ErrorHint
            .Should().Contain("docker-credential-ck-not-there").And.Contain("PATH");
    }

    [Theory]
    [InlineData("ck-not-there", "could not be started")]
    [InlineData(CredentialHelperFixture.Name, "exit code 7")]
    public async Task The_entry_in_the_file_is_used_if_the_credential_helper_fails(string name, string reason)
    {
        SkipOnWindows();
        Machine.Configure($$"""{ "credsStore": "{{name}}", "auths": { "locked.example": { "auth": "{{Base64("u:p")}}" } } }""");
        var log = new ListLogger();

        var found = await new CredentialSource(Machine.GetHost(), new DockerEngineOptions(), log)
            .FindAsync(Registry("locked.example"), null, Token);

        (found.Credential!.UserName, found.Credential.Password).Should().Be(("u", "p"));
        found.Source.Should().EndWith("config.json");
        found.ErrorHint.Should().Contain(reason);
        log.Entries.Should().ContainSingle().Which.Should().StartWith("Warning 13: ").And.Contain(reason).And.Contain("config.json");
    }

    [Fact]
    public async Task A_failing_credential_helper_without_an_entry_in_the_file_is_reported()
    {
        Machine.Configure("""{ "credsStore": "ck-not-there", "auths": { "reg.example": {} } }""");

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
        var marker = Path.Combine(Machine.Home, "started");
        File.WriteAllText(program, $"#!/bin/sh\necho started > '{marker}'\necho '{{\"Username\":\"u\",\"Secret\":\"p\"}}'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        // The folder that a name with separators leads through.
        var folder = Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, "docker-credential-.."));
        try
        {
            Machine.Configure($$"""{ "credsStore": "{{string.Format(null, format, name)}}" }""");

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
        Machine.Configure($$"""{ "credsStore": "{{CredentialHelperFixture.Name}}" }""");

        (await Source().FindAsync(Registry(registry), null, Token)).ErrorHint.Should().Contain("too long");
    }

    [Theory]
    [InlineData("s3cret")]
    [InlineData("s3c\"ret+<ä'\\")]
    public async Task The_message_of_a_credential_helper_is_shown_without_the_password(string password)
    {
        SkipOnWindows();
        Machine.Configure($$"""{ "credsStore": "{{CredentialHelperFixture.Name}}" }""");

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
        Machine.Configure($$"""{ "credsStore": "{{CredentialHelperFixture.Name}}" }""");
        var source = new CredentialSource(Machine.GetHost(),
            new DockerEngineOptions { RequestTimeout = TimeSpan.FromMilliseconds(200) }, NullLogger.Instance);

        (await source.FindAsync(Registry("silent.example"), null, Token)).ErrorHint.Should().Contain("0.2 s");

        using var cancellation = new CancellationTokenSource(200);
        var failure = await FluentActions.Awaiting(() => Source()
            .FindAsync(Registry("silent.example"), null, cancellation.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        failure.Which.CancellationToken.Should().Be(cancellation.Token);
    }

    [Fact]
    public async Task A_credential_helper_whose_name_is_not_a_string_is_ignored()
    {
        Machine.Configure("""{ "credHelpers": { "reg.example": 7 }, "auths": { "reg.example": { "auth": "bzpv" } } }""");

        (await Source().FindAsync(Registry(), null, Token)).Credential!.UserName.Should().Be("o");
    }
}
