using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ContainerKit.Engine.Tests.Waiting;

/// <summary>Tests the requests that <c>Wait.ForHttp</c> sends and the responses that it accepts.</summary>
public sealed class HttpWaitTests : EngineTest
{
    private const string Nginx = "nginx:1.22";
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);

    [DockerFact]
    public async Task Http_wait_applies_status_body_method_and_headers()
    {
        await using var container = await NginxAsync($$"""
            server {
                listen 80;
                access_log off;
                location = /moved { return 302 /ready; }
                location = /ready { if ($http_x_key != "{{PlantedSecrets.HttpHeader}}") { return 403; } return 200 "one, ready, three"; }
                location = /empty { if ($request_method != HEAD) { return 405; } return 204; }
            }
            """);
        var key = new HttpWaitOptions { Headers = new Dictionary<string, string> { ["X-Key"] = PlantedSecrets.HttpHeader } };

        await container.WaitForAsync(Wait.All(
            Wait.ForHttp(80, "/ready?secret=1", key with { Body = body => body.Contains("ready", StringComparison.Ordinal) }),
            Wait.ForHttp(80, "/moved", new HttpWaitOptions { Statuses = [HttpStatusCode.Found] }),
            Wait.ForHttp(80, "/empty", new HttpWaitOptions { Method = HttpMethod.Head })), Token);

        (await ShouldTimeOutAsync(container, Wait.ForHttp(80, "/ready"))).LastResult.Should().Be("status 403 Forbidden");
        (await ShouldTimeOutAsync(container, Wait.ForHttp(80, "/moved")))
            .LastResult.Should().Be("status 302 Moved Temporarily", "redirects are not followed");
        var failure = await ShouldTimeOutAsync(container, Wait.ForHttp(80, "/ready?secret=1", key with { Body = body => body == "other" }));
        failure.LastResult.Should().Be("another body than the wanted one");
        failure.Message.Should().Contain("http GET /ready on port 80").And.NotContain(PlantedSecrets.HttpHeader).And.NotContain("secret");
        (await ShouldTimeOutAsync(
            container, Wait.ForHttp(80, "/ready", key with { Body = _ => throw new FormatException("no JSON") })))
            .LastResult.Should().Contain("FormatException: no JSON");
    }

    [DockerFact]
    public async Task Http_wait_over_TLS_requires_a_trusted_certificate_unless_any_is_allowed()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=web", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var container = await NginxAsync(
            "server { listen 443 ssl; ssl_certificate /web.pem; ssl_certificate_key /web.pem; location / { return 200 up; } }",
            certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());

        await container.WaitForAsync(Wait.ForHttp(443, "/", new HttpWaitOptions { Tls = true, TrustAnyCertificate = true }), Token);

        (await ShouldTimeOutAsync(container, Wait.ForHttp(443, "/", new HttpWaitOptions { Tls = true })))
            .LastResult.Should().Contain("certificate");
    }

    [DockerFact]
    public async Task Http_wait_retries_a_server_that_does_not_respond()
    {
        // nc accepts the first connection and sends nothing. After the wait has closed it, httpd starts.
        const string Script = "mkfifo /open; sleep infinity > /open & nc -l -p 80 < /open > /dev/null; exec httpd -f -p 80 -h /etc";
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", Script) with
        {
            Publish = [80],
            Wait = Wait.ForHttp(80, "/passwd", new HttpWaitOptions { RequestTimeout = TimeSpan.FromSeconds(0.3) }),
        });

        (await container.ExecAsync(["wget", "-qO-", "http://127.0.0.1/passwd"], Token)).Stdout.Should().Contain("root");
    }

    [DockerFact]
    public async Task Http_wait_on_an_unpublished_port_uses_the_container_address_or_fails_with_a_hint()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "sleep 0.3; exec httpd -f -p 80 -h /etc"));

        try
        {
            await container.WaitForAsync(Wait.ForHttp(80, "/passwd"), Token);
        }
        catch (WaitFailedException e)
        {
            // The engine runs on another machine.
            e.Reason.Should().Contain("Publish it");
        }
    }

    private static async Task<WaitTimeoutException> ShouldTimeOutAsync(Container container, Wait wait) =>
        (await container.Awaiting(it => it.WaitForAsync(wait.WithTimeout(_timeout), Token))
            .Should().ThrowAsync<WaitTimeoutException>()).Which;

    private async Task<Container> NginxAsync(string configuration, string certificate = "")
    {
        const string Script = "printf '%s' \"$WEB\" > /web.pem; printf '%s' \"$CONF\" > /etc/nginx/conf.d/default.conf; "
            + "exec nginx -g 'daemon off;'";
        return await Image.Pull(Nginx).Run(Spec("sh", "-c", Script) with
        {
            Publish = [80, 443],
            Environment = new Dictionary<string, string> { ["CONF"] = configuration, ["WEB"] = certificate },
            Wait = certificate.Length > 0 ? Wait.ForPort(443) : Wait.ForPort(80),
        });
    }
}
