using WireMock.Server;
using WireMock.Settings;

// The defaults of the image sheyenrath/wiremock.net-alpine that the tests use.
using var server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://*:80"], StartAdminInterface = true });
Console.WriteLine($"WireMock.Net listens on {server.Url}");
await Task.Delay(Timeout.Infinite);
