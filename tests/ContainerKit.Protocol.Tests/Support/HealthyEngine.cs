using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>The default responses of a healthy engine. A test replaces the one that it needs to fail.</summary>
internal static class HealthyEngine
{
    public const string ContainerId = "c0ffee0123456789c0ffee0123456789c0ffee0123456789c0ffee0123456789";

    public const string ImageId = "sha256:beef0123456789abbeef0123456789abbeef0123456789abbeef0123456789ab";

    public static ScriptedEngine Healthy(this ScriptedEngine engine) => engine
        .On("GET /images/*/json", exchange => exchange.JsonAsync(200, $$"""{ "Id": "{{ImageId}}" }"""))
        .On("POST /images/create", exchange =>
            exchange.LinesAsync("""{"status":"Pulling from library/app","id":"latest"}""",
                """{"status":"Status: Downloaded newer image"}"""))
        .On("POST /images/*/push", exchange => exchange.LinesAsync("""{"status":"The push refers to repository [localhost:5000/app]"}"""))
        .On("GET /containers/json", exchange => exchange.JsonAsync(200, "[]"))
        .On("POST /containers/create", exchange => exchange.JsonAsync(201, $$"""{ "Id": "{{ContainerId}}", "Warnings": [] }"""))
        .On("POST /containers/*/start", exchange => exchange.EmptyAsync())
        .On("POST /containers/*/wait", exchange => exchange.JsonAsync(200, """{ "StatusCode": 0 }"""))
        .On("GET /containers/*/json", exchange =>
            exchange.JsonAsync(200,
                $$"""{ "Id": "{{ContainerId}}", "Name": "/app", "State": { "Status": "running" }, "Config": { "Image": "app" } }"""))
        .On("GET /containers/*/logs", exchange =>
            exchange.RespondAsync(200, "application/vnd.docker.multiplexed-stream", Frame(1, "logged\n")))
        .On("DELETE /containers/*", exchange => exchange.EmptyAsync())
        .On("POST /containers/*/exec", exchange => exchange.JsonAsync(201, """{ "Id": "e0" }"""))
        .On("POST /exec/*/start", async exchange =>
        {
            await exchange.UpgradeAsync();
            // A connection that is closed with unread input is reset, and the client may lose the output.
            var create = engine.Requests.Last(request => request.Path.EndsWith("/exec", StringComparison.Ordinal));
            if (create.Body.Contains("\"AttachStdin\":true", StringComparison.Ordinal)) await exchange.ReadToEndAsync();
            await exchange.Connection.WriteAsync(Frame(1, "done\n"), exchange.StopToken);
        })
        .On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{ "ID": "e0", "Running": false, "ExitCode": 0 }"""))
        .On("POST /commit", exchange => exchange.JsonAsync(201, $$"""{ "Id": "{{ImageId}}" }"""));

    /// <summary>Returns the item of a container list for the last create request, with the labels of that request.</summary>
    public static string ListCreatedContainer(this ScriptedEngine engine)
    {
        var request = engine.Requests.Last(request => request.Path == "/containers/create");
        var labels = JsonDocument.Parse(request.Body).RootElement.GetProperty("Labels").GetRawText();
        return $$"""{ "Id": "{{ContainerId}}", "Labels": {{labels}} }""";
    }

    /// <summary>Creates a frame of a multiplexed stream.</summary>
    /// <param name="kind">1 for stdout, 2 for stderr, 3 for an error of the engine.</param>
    /// <param name="text">The payload.</param>
    public static byte[] Frame(int kind, string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var frame = new byte[8 + payload.Length];
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), payload.Length);
        payload.CopyTo(frame, 8);
        return frame;
    }
}
