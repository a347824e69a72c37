using System.Text.Json;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A Chromium browser with Selenium's server, for Selenium.WebDriver. It is ready when the server reports that it can
/// start a browser. It requires no authentication. Tested with Debian's Chromium and its driver.
/// </summary>
/// <example><code>
/// await using var browser = await SeleniumChromium.Run();
/// using var driver = new RemoteWebDriver(new Uri(browser.ConnectionString), new ChromeOptions());
/// await driver.Navigate().GoToUrlAsync(site.InternalConnectionString);
/// </code></example>
public sealed class SeleniumChromium : Service
{
    private const int Port = 4444;

    private SeleniumChromium(Container container)
        : base(container, Port)
    {
    }

    /// <summary>Plans a browser.</summary>
    public static Plan<SeleniumChromium> Run() => Run(new SeleniumChromiumSpec());

    /// <summary>Plans a browser with this configuration.</summary>
    public static Plan<SeleniumChromium> Run(SeleniumChromiumSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        // Chromium keeps pages in shared memory, of which a container has 64 MB by default.
        var container = spec.Container with { ShmSizeBytes = spec.Container.ShmSizeBytes ?? 2L << 30 };
        return new ServiceDefinition<SeleniumChromium>(spec with { Container = container }, created => new SeleniumChromium(created))
        {
            Ports = [Port],
            Ready = Wait.ForHttp(Port, "/status", new HttpWaitOptions { Body = IsReady }),
        }.Run();
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"http://{address}/";

    // https://www.w3.org/TR/webdriver2/#status
    private static bool IsReady(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty("value").GetProperty("ready").GetBoolean();
    }
}
