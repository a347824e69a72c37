using ContainerKit.Registries;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Tests.Registries;

/// <summary>The credentials that a login writes to the configuration file or to a helper.</summary>
public sealed class SavedCredentialTests(CredentialHelperFixture helper) : CredentialTest
{
    [Fact]
    public async Task Saving_credentials_writes_one_entry_and_keeps_the_rest_of_the_file()
    {
        Machine.Configure(
            """{ "currentContext": "mine", "auths": { "https://reg.example/v1/": """ +
            """{ "auth": "b2xkOm9sZA==" }, "o.example": { "auth": "bzpv" } }, "unknown": [1, 2] }""");

        (await Source().SaveAsync(Registry(), new RegistryCredential("alice", "s3cret+/"), Token))
            .Should().EndWith("config.json");

        var file = Path.Combine(Machine.DockerFolder, "config.json");
        var json = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(file, Token))!;
        json["auths"]!.AsObject().Select(member => member.Key).Should().Equal("o.example", "reg.example");
        json["auths"]!["reg.example"]!["auth"]!.GetValue<string>().Should().Be(Base64("alice:s3cret+/"));
        (json["currentContext"]!.GetValue<string>(), json["unknown"]!.ToJsonString()).Should().Be(("mine", "[1,2]"));
        Directory.GetFiles(Machine.DockerFolder).Should().Equal(file);
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

        var (file, real) = (Path.Combine(Machine.DockerFolder, "config.json"), Path.Combine(Machine.Home, "real.json"));
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
        Machine.Configure($$"""{ "credsStore": "{{CredentialHelperFixture.Name}}" }""");

        (await Source().SaveAsync(Registry(), new RegistryCredential("alice", "s3cret"), Token))
            .Should().Be("docker-credential-ck-test");

        helper.Stored.Should().Be("""{"ServerURL":"reg.example","Username":"alice","Secret":"s3cret"}""");
        var file = await File.ReadAllTextAsync(Path.Combine(Machine.DockerFolder, "config.json"), Token);
        file.Should().Contain("reg.example").And.NotContain("s3cret").And.NotContain(Base64("alice:s3cret"));
        await Source().EraseAsync(Registry(), Token);
        helper.Erased.Should().Be("reg.example");
    }

    [Fact]
    public async Task Concurrent_logins_are_all_saved()
    {
        Machine.Configure("""{ "auths": { "o.example": { "auth": "bzpv" } } }""");

        await Task.WhenAll(Enumerable.Range(0, 40).Select(
            i => Task.Run(() => Source().SaveAsync(Registry($"r{i}.example"), new RegistryCredential($"u{i}", "p"), Token))));

        for (var i = 0; i < 40; i++)
            (await Source().FindAsync(Registry($"r{i}.example"), null, Token)).Credential!.UserName.Should().Be($"u{i}");
        (await Source().FindAsync(Registry("o.example"), null, Token)).Credential!.UserName.Should().Be("o");
        Directory.GetFiles(Machine.DockerFolder).Should().ContainSingle();
    }

    [Fact]
    public async Task A_configuration_file_that_another_process_has_locked_is_not_written()
    {
        Machine.Configure("{}");
        var source = new CredentialSource(
            Machine.GetHost(), new DockerEngineOptions { RequestTimeout = TimeSpan.FromMilliseconds(200) }, NullLogger.Instance);
        var path = Path.Combine(Machine.DockerFolder, "config.json.lock");
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
        Machine.Configure("{}");
        var file = Path.Combine(Machine.DockerFolder, "config.json");
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

        File.GetUnixFileMode(Machine.DockerFolder)
            .Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Path.Combine(Machine.DockerFolder, "config.json"))
            .Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Saving_credentials_creates_the_missing_target_of_a_symbolic_link()
    {
        SkipOnWindows();
        Directory.CreateDirectory(Machine.DockerFolder);
        var (file, real) = (Path.Combine(Machine.DockerFolder, "config.json"), Path.Combine(Machine.Home, "real.json"));
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
        Machine.Configure(text);

        await Source().SaveAsync(Registry(), new RegistryCredential("u", "p"), Token);

        (await Source().FindAsync(Registry(), null, Token)).Credential!.Password.Should().Be("p");
        var written = await File.ReadAllTextAsync(Path.Combine(Machine.DockerFolder, "config.json"), Token);
        var json = System.Text.Json.Nodes.JsonNode.Parse(written)!;
        json.AsObject().Count(member => member.Key.Equals("auths", StringComparison.OrdinalIgnoreCase)).Should().Be(1);
    }

    [Theory]
    [InlineData("org:me", "s3cret", "colon")]
    [InlineData("me", "s3cret\0", "zero")]
    public async Task Credentials_that_the_file_cannot_represent_are_not_saved(string user, string password, string reason)
    {
        Machine.Configure("{}");

        var failure = await FluentActions.Awaiting(
            () => Source().SaveAsync(Registry(), new RegistryCredential(user, password), Token))
            .Should().ThrowAsync<CredentialStoreException>();

        failure.WithMessage($"*{reason}*").Which.ToString().Should().NotContain("s3cret");
        (await File.ReadAllTextAsync(Path.Combine(Machine.DockerFolder, "config.json"), Token)).Should().Be("{}");
    }

    [Fact]
    public async Task Erasing_credentials_removes_the_entry_in_the_file_even_if_the_helper_fails()
    {
        SkipOnWindows();
        Machine.Configure(
            $$"""{ "credsStore": "{{CredentialHelperFixture.Name}}", "auths": { "echo.example": { "auth": "{{Base64("u:p")}}" } } }""");

        await FluentActions.Awaiting(() => Source().EraseAsync(Registry("echo.example"), Token))
            .Should().ThrowAsync<CredentialStoreException>().WithMessage("*the keychain is locked*");

        (await File.ReadAllTextAsync(Path.Combine(Machine.DockerFolder, "config.json"), Token)).Should().NotContain("echo.example");
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("[1, 2]")]
    public async Task A_file_that_is_not_a_Docker_configuration_is_not_overwritten(string text)
    {
        Machine.Configure(text);

        await FluentActions.Awaiting(() => Source().SaveAsync(Registry(), new RegistryCredential("a", "s3cret"), Token))
            .Should().ThrowAsync<CredentialStoreException>();

        (await File.ReadAllTextAsync(Path.Combine(Machine.DockerFolder, "config.json"), Token)).Should().Be(text);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        process.ExitCode.Should().Be(0);
        return output;
    }
}
