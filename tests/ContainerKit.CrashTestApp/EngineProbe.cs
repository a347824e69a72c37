namespace ContainerKit.CrashTestApp;

/// <summary>Uses the engine that the discovery finds, without a session.</summary>
internal static class EngineProbe
{
    private static readonly DockerEngine _engine = DockerEngine.Default;

    /// <summary>Writes the state of each endpoint, and the endpoint that is used.</summary>
    public static async Task<int> DiagnoseAsync()
    {
        var diagnosis = await DockerEngine.DiagnoseAsync();
        foreach (var endpoint in diagnosis.Endpoints) Console.WriteLine($"{endpoint.State} {endpoint.Address} {endpoint.Source}");
        Console.Error.WriteLine(diagnosis);
        return diagnosis.Used is null ? 1 : 0;
    }

    /// <summary>
    /// Runs a web server whose port is published, requests its page, and writes the endpoint, the host of the port and the page. The host
    /// in the diagnosis has to be the same.
    /// The environment variable <c>CK_IMAGE</c> is the image; default: busybox.
    /// </summary>
    public static async Task<int> ReachPublishedPortAsync()
    {
        var connection = await _engine.ConnectAsync();
        Console.WriteLine($"endpoint {connection.Endpoint}");
        await using var server = await Image.Pull(Environment.GetEnvironmentVariable("CK_IMAGE") ?? "busybox").Run(
            new ContainerSpec("sh", "-c", "mkdir /www; echo reached > /www/index.html; exec httpd -f -p 80 -h /www")
            {
                Publish = [80],
                Wait = Wait.ForHttp(80, "/"),
            });
        var address = await server.GetPublishedPortAsync(80);
        Console.WriteLine($"host {address.Host}");
        Console.WriteLine($"diagnosed {(await DockerEngine.DiagnoseAsync()).PublishedHost}");
        using var http = new HttpClient();
        Console.Write($"page {await http.GetStringAsync(new Uri($"http://{address}/"))}");
        return 0;
    }

    /// <summary>
    /// Follows the log of the container in the environment variable <c>CK_CONTAINER</c>, runs a command that writes nothing, and opens
    /// a terminal, until this process is killed.
    /// </summary>
    public static async Task KeepConnectionsBusyAsync()
    {
        var container = await _engine.FindContainerAsync(Environment.GetEnvironmentVariable("CK_CONTAINER")!);
        var exec = container.ExecAsync(new ExecSpec("sh", "-c", "touch /exec; exec sleep 600"));
        await using var terminal = await container.OpenTerminalAsync(
            new TerminalSpec("sh", "-c", "touch /terminal; exec sleep 600") { Tty = false });
        await foreach (var line in container.LogsAsync(new LogOptions { Follow = true }))
        {
            // The engine has started both processes.
            while ((await container.ExecAsync(["sh", "-c", "test -e /exec && test -e /terminal || echo no"])).Stdout.Length > 0)
                await Task.Delay(20);
            Console.WriteLine("created");
        }

        await exec;
    }
}
