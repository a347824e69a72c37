using System.Globalization;
using ContainerKit;
using ContainerKit.Services;
using Npgsql;

namespace Suite.Readiness;

public sealed class ReadinessTests(ITestOutputHelper output)
{
    // Listens after the given number of milliseconds, and responds with the time at which it started to listen.
    private const string Server = """
        select undef, undef, undef, shift() / 1000;
        my $server = IO::Socket::INET->new(Listen => 9, LocalPort => 8080, ReuseAddr => 1) or die;
        my $time = `date +%s.%N`;
        while (my $client = $server->accept) { <$client>; print $client "HTTP/1.0 200 OK\r\n\r\n$time"; close $client }
        """;

    public static TheoryData<int> Delays => [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000];

    public static TheoryData<int> Rounds => [1, 2, 3, 4, 5];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Delays))]
    public async Task Port_wait_for_a_server_that_listens_after_a_delay(int delay)
    {
        string[] command = ["perl", "-MIO::Socket::INET", "-e", Server, $"{delay}"];
        var spec = new ContainerSpec(command) { Publish = [8080], Wait = Wait.ForPort(8080) };
        await using var server = await Image.Pull("debian:bookworm-slim").Run(spec).ExecuteAsync(Token);
        var started = DateTimeOffset.UtcNow;

        var address = $"http://{await server.GetPublishedPortAsync(8080, Token)}/";
        using var client = new HttpClient();
        var listened = decimal.Parse(await client.GetStringAsync(address, Token), CultureInfo.InvariantCulture);
        var waited = (started - DateTimeOffset.UnixEpoch).TotalMilliseconds - ((double)listened * 1000);
        output.WriteLine(FormattableString.Invariant($"waited {waited:0.0} ms"));
    }

    [Theory, MemberData(nameof(Rounds))]
    public async Task Database_start_measured_by_the_clock_of_the_database(int round)
    {
        await using var database = await PostgreSql.Run().ExecuteAsync(Token);

        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var uptime = source.CreateCommand(
            "select extract(epoch from clock_timestamp() - pg_postmaster_start_time())::float8 * 1000");
        output.WriteLine(FormattableString.Invariant($"waited {await uptime.ExecuteScalarAsync(Token):0.0} ms in round {round}"));
    }
}
