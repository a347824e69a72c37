using System.Globalization;
using ContainerKit;
using ContainerKit.Testing;
using Npgsql;

namespace Suite.Readiness;

public sealed class ReadinessTests(ITestOutputHelper output)
{
    // Listens after so many milliseconds, and tells whoever asks when that was.
    private const string Server = """
        select undef, undef, undef, shift() / 1000;
        my $server = IO::Socket::INET->new(Listen => 9, LocalPort => 8080, ReuseAddr => 1) or die;
        my $moment = `date +%s.%N`;
        while (my $client = $server->accept) { <$client>; print $client "HTTP/1.0 200 OK\r\n\r\n$moment"; close $client }
        """;

    public static TheoryData<int> Delays => [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000];

    public static TheoryData<int> Rounds => [1, 2, 3, 4, 5];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Delays))]
    public async Task A_server_that_listens_after_a_while(int delay)
    {
        await using var server = await Image.Pull("debian:bookworm-slim")
            .Run(new ContainerSpec(["perl", "-MIO::Socket::INET", "-e", Server, $"{delay}"]) { Publish = [8080], Wait = Wait.ForPort(8080) })
            .ExecuteAsync(Token);
        var runs = DateTimeOffset.UtcNow;

        var address = $"http://{await server.GetPublishedPortAsync(8080, Token)}/";
        using var client = new HttpClient();
        var listened = decimal.Parse(await client.GetStringAsync(address, Token), CultureInfo.InvariantCulture);
        output.WriteLine(FormattableString.Invariant($"waited {(runs - DateTimeOffset.UnixEpoch).TotalMilliseconds - ((double)listened * 1000):0.0} ms"));
    }

    [Theory, MemberData(nameof(Rounds))]
    public async Task A_database_by_its_own_clock(int round)
    {
        await using var database = await PostgreSql.Run().ExecuteAsync(Token);

        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var ask = source.CreateCommand("select extract(epoch from clock_timestamp() - pg_postmaster_start_time())::float8 * 1000");
        output.WriteLine(FormattableString.Invariant($"waited {await ask.ExecuteScalarAsync(Token):0.0} ms in round {round}"));
    }
}
