using ContainerKit.Protocol.Tests.Support;
using ContainerKit.Registries;

namespace ContainerKit.Protocol.Tests.Registries;

public sealed class LoginTests : ProtocolTest
{
    private static readonly RegistryCredential _alice = new("alice", "s3cret");

    [Fact(Timeout = 30_000)]
    public async Task An_identity_token_replaces_the_password_after_login()
    {
        Script.On("POST /auth", exchange => exchange.JsonAsync(200, """{"IdentityToken":"t0ken","Status":"Login Succeeded"}"""));

        var login = await Engine.LoginAsync("https://index.docker.io/v1/", _alice, Token);
        await Image.Pull("app", PullPolicy.Always).On(Engine).ExecuteAsync(Token);

        (login.Registry, login.UserName, login.UsesIdentityToken).Should().Be(("docker.io", "alice", true));
        Script.Requests[0].Body.Should().Be("""{"username":"alice","password":"s3cret","serveraddress":"https://index.docker.io/v1/"}""");
        var header = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Script.Requests[1].Headers["X-Registry-Auth"]));
        header.Should().Be("""{"identitytoken":"t0ken","serveraddress":"https://index.docker.io/v1/"}""");
        $"{login}".Should().Be("alice at docker.io: Login Succeeded");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("docker.io")]
    [InlineData("registry-1.docker.io")]
    public async Task A_Docker_Hub_login_is_sent_with_the_Docker_Hub_host_of_the_image(string registry)
    {
        Script.On("POST /auth", exchange => exchange.JsonAsync(200, """{"Status":"Login Succeeded"}"""));

        await Engine.LoginAsync(registry, _alice, Token);
        await Image.Pull("registry-1.docker.io/me/private:1", PullPolicy.Always).On(Engine).ExecuteAsync(Token);

        var header = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Script.Requests[1].Headers["X-Registry-Auth"]));
        header.Should().Be("""{"username":"alice","password":"s3cret","serveraddress":"registry-1.docker.io"}""",
            "engines compare it with the host of the image");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(500, "login attempt to http://host:5000/v2/ failed with status: 401 Unauthorized", typeof(RegistryAccessDeniedException))]
    [InlineData(401, "Get \"https://registry-1.docker.io/v2/\": unauthorized: incorrect username or password",
        typeof(RegistryAccessDeniedException))]
    [InlineData(500, "Get \"https://host:5000/v2/\": denied: denied", typeof(RegistryAccessDeniedException))]
    [InlineData(500, "Get \"https://host:5000/v2/\": x509: certificate signed by unknown authority", typeof(RegistryUnavailableException))]
    [InlineData(500,
        "Get \"https://host:5000/v2/\": tls: failed to verify certificate: x509: certificate is valid for a, not host",
        typeof(RegistryUnavailableException))]
    [InlineData(500, "Get \"https://host:5000/v2/\": http: server gave HTTP response to HTTPS client",
        typeof(RegistryUnavailableException))]
    [InlineData(500, "Get \"https://host:5000/v2/\": dial tcp: lookup host: no such host", typeof(RegistryUnavailableException))]
    [InlineData(500, "something else", typeof(EngineApiException))]
    public async Task A_failed_login_throws_the_matching_exception_and_stores_no_credentials(int status, string message, Type type)
    {
        Script.On("POST /auth", exchange => exchange.ErrorAsync(status, message));

        var error = await FluentActions.Awaiting(() => Engine.LoginAsync("host:5000", _alice, Token))
            .Should().ThrowAsync<ContainerKitException>();

        error.Which.Should().BeOfType(type);
        error.Which.Message.Should().StartWith("Could not log in to host:5000 as alice: ").And.Contain(message).And.NotContain("s3cret");
        CredentialSource.For(Engine.ApiClient).LoggedIn.Should().BeEmpty();
        Logs.Lines.Should().NotContain(line => line.Contains("s3cret"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_repeated_logout_sends_no_request_and_does_not_throw()
    {
        await Engine.LogoutAsync("host:5000", Token);
        await Engine.LogoutAsync("host:5000", Token);

        Script.Requests.Should().BeEmpty();
    }
}
