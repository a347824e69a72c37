using System.Net.Sockets;
using System.Text.Json;

namespace ContainerKit.Engine.Tests.RequestCounts;

/// <summary>
/// The bytes that operations allocate. The count includes all threads of the process, so the class runs without other tests.
/// </summary>
[Trait("Shard", "alone")]
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests : EngineTest
{
    private const int LineLength = 100;
    private const int Lines = 100_000;
    private const long Tolerance = 1_000_000;

    // A string has a header of 22 bytes and 2 bytes for each character; an OutputLine has 56 bytes.
    private const long BytesForLine = 24 + 2 * (LineLength - 1) + 2 + 56;

    [DockerFact]
    public async Task Copying_a_log_allocates_no_memory_for_its_lines()
    {
        await using var container = await PrintAsync();

        var allocated = await MeasureAsync(() => container.CopyLogAsync(Stream.Null, new LogOptions(), Token));

        allocated.Should().BeLessThan(Tolerance);
    }

    [DockerFact]
    public async Task Reading_a_log_allocates_the_lines_and_nothing_else()
    {
        await using var container = await PrintAsync();
        var count = 0;

        var allocated = await MeasureAsync(async () =>
        {
            count = 0;
            await foreach (var line in container.LogsAsync(Token)) count++;
        });

        count.Should().Be(Lines);
        allocated.Should().BeLessThan(Lines * BytesForLine + Tolerance);
    }

    [DockerFact]
    public async Task Collecting_the_output_of_an_exec_allocates_its_bytes_once()
    {
        const int Length = 20_000_000;
        await using var container = await SleeperAsync();

        var allocated = await MeasureAsync(async () =>
            (await container.ExecAsync(["head", "-c", $"{Length}", "/dev/zero"], Token)).StdoutBytes.Length.Should().Be(Length));

        allocated.Should().BeLessThan(Length + Tolerance);
    }

    [DockerFact]
    public async Task Redirecting_the_output_of_an_exec_allocates_no_memory_for_it()
    {
        await using var container = await SleeperAsync();
        var spec = new ExecSpec("head", "-c", "20000000", "/dev/zero") { StandardOutput = OutputTarget.ToStream(Stream.Null) };

        (await MeasureAsync(() => container.ExecAsync(spec, Token))).Should().BeLessThan(Tolerance);
    }

    [DockerFact]
    public async Task Inspecting_a_container_allocates_little_more_than_parsing_the_response()
    {
        const int Count = 100;
        await using var container = await SleeperAsync();
        using var http = await ConnectAsync();

        var plain = await MeasureAsync(() => RepeatAsync(Count, () => GetJsonAsync(http, $"containers/{container.Id}/json")));
        var allocated = await MeasureAsync(() => RepeatAsync(Count, () => container.InspectAsync(Token)));

        // The floor has the strings of no property. The details have all of them.
        (allocated / Count).Should().BeLessThan(plain / Count + 8_000);
    }

    [DockerFact]
    public async Task Listing_containers_allocates_little_more_than_parsing_the_response()
    {
        const int Count = 20;
        for (var i = 0; i < Count; i++) await Image.Local(Busybox).Create(Spec("true")).ExecuteAsync(Token);
        var filter = new ContainerFilter { All = true, Labels = [.. Mark.Select(label => $"{label.Key}={label.Value}")] };
        IReadOnlyList<ContainerSummary> list = [];

        var allocated = await MeasureAsync(async () => list = await DockerEngine.Default.ListContainersAsync(filter, Token));

        list.Should().HaveCount(Count);
        foreach (var container in list) await container.Container.RemoveAsync(cancellationToken: Token);
        // About 1.5 times the JSON of a container, which has about 1,200 bytes.
        (allocated / Count).Should().BeLessThan(2_500);
    }

    private static async Task RepeatAsync(int count, Func<Task> run)
    {
        for (var i = 0; i < count; i++) await run();
    }

    // The first run compiles the code and fills pools. Of the others, the one with the fewest other activities of the process counts.
    private static async Task<long> MeasureAsync(Func<Task> run)
    {
        await run();
        using var pause = await ProcessSampler.PauseAsync(Token);
        var smallest = long.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await run();
            smallest = Math.Min(smallest, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return smallest;
    }

    private static async Task<HttpClient> ConnectAsync()
    {
        var connection = await DockerEngine.Default.ConnectAsync(Token);
        var endpoint = new Uri(connection.Endpoint);
        Assert.SkipUnless(endpoint.Scheme == "unix", "The comparison with plain HTTP needs an engine at a Unix socket.");
        return new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(endpoint.LocalPath), token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri($"http://docker/v{connection.ApiVersion}/"),
        };
    }

    private static async Task GetJsonAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Token);
        using var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(Token), cancellationToken: Token);
        json.RootElement.GetProperty("Id").GetString().Should().HaveLength(64);
    }

    private async Task<Container> PrintAsync()
    {
        var command = $"yes {new string('x', LineLength - 1)} | head -n {Lines}";
        var container = await Image.Local(Busybox).Run(Spec("sh", "-c", command)).ExecuteAsync(Token);
        await container.WaitAsync(Token);
        return container;
    }
}
