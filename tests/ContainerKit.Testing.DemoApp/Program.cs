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
    await client.ConnectAsync(cache.Split(':')[0], int.Parse(cache.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), token);
    await client.GetStream().WriteAsync("PING\r\n"u8.ToArray(), token);
    var answer = new byte[64];
    return Encoding.ASCII.GetString(answer, 0, await client.GetStream().ReadAsync(answer, token));
});
app.Run();

/// <summary>The application, for a factory to name.</summary>
public partial class Program;
