namespace ContainerKit.Suites;

/// <summary>Counts the requests and connections to the engine for the 20 databases.</summary>
internal static class RequestCount
{
    public static async Task MeasureAsync(IReadOnlyList<TestSuite> suites)
    {
        Report.Heading("Requests to the engine, 20 classes with a database each");
        var rows = new List<string[]>();
        var kinds = new List<string[]>();
        foreach (var suite in suites)
        {
            Report.Progress($"requests: {suite}");
            await using var proxy = await CountingProxy.StartAsync();
            (await suite.RunAsync(["-namespace", TestSuite.Databases], proxy.Endpoint)).RequirePassed(40);
            rows.Add([suite.Library, $"{proxy.Requests.Sum(request => request.Value)}", $"{proxy.Connections}"]);
            kinds.AddRange(proxy.Requests.Select(request => (string[])[suite.Library, request.Key, $"{request.Value}"]));
        }

        Report.Table(["", "requests", "connections"], rows);
        Report.Line("");
        Report.Table(["", "request", "count"], kinds);
    }
}
