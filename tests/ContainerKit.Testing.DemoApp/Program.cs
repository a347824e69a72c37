using System.Net.Sockets;
using System.Text;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
// Read before the application is built, as connection strings usually are.
var cache = builder.Configuration["ConnectionStrings:Cache"] ?? "nothing";
var app = builder.Build();
app.MapGet("/", () => "the application under test");
app.MapGet("/setting", () => cache);
app.MapGet("/cache", async (CancellationToken token) =>
{
    using var client = new TcpClient();
    await client.ConnectAsync(cache.Split(':')[0],
        int.Parse(cache.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), token);
    await client.GetStream().WriteAsync("PING\r\n"u8.ToArray(), token);
    var response = new byte[64];
    return Encoding.ASCII.GetString(response, 0, await client.GetStream().ReadAsync(response, token));
});
app.Run();

/// <summary>
/// The entry point of the application. It is public, so that a <c>WebApplicationFactory</c> can refer to it.
/// </summary>
public partial class Program;
