using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace ContainerKit.Services.Internal;

/// <summary>Deletes all that an account of Azurite has, with the REST API of Azure Storage.</summary>
internal sealed class AzuriteReset(HttpClient http, AzuriteSpec spec)
{
    private const string Version = "2021-12-02";

    /// <summary>Deletes all containers of blobs, or all queues.</summary>
    /// <param name="address">The address of the server of blobs or queues.</param>
    /// <param name="deleteQuery">The query that deletes a container or a queue, such as <c>?restype=container</c>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task DeleteAllAsync(PortAddress address, string deleteQuery, CancellationToken cancellationToken)
    {
        // A list has at most 5,000 names.
        while (true)
        {
            var list = await SendAsync(HttpMethod.Get, address, "?comp=list", isTable: false, cancellationToken).ConfigureAwait(false);
            var names = XDocument.Parse(list).Descendants("Name").Select(name => name.Value).ToList();
            if (names.Count == 0) return;
            foreach (var name in names)
            {
                await SendAsync(HttpMethod.Delete, address, $"/{name}{deleteQuery}", isTable: false, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    /// <summary>Deletes all tables.</summary>
    public async Task DeleteTablesAsync(PortAddress address, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var list = JsonDocument.Parse(
                await SendAsync(HttpMethod.Get, address, "/Tables", isTable: true, cancellationToken).ConfigureAwait(false));
            var names = list.RootElement.GetProperty("value").EnumerateArray()
                .Select(table => table.GetProperty("TableName").GetString()).ToList();
            if (names.Count == 0) return;
            foreach (var name in names)
            {
                await SendAsync(HttpMethod.Delete, address, $"/Tables('{name}')", isTable: true, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    private async Task<string> SendAsync(
        HttpMethod method, PortAddress address, string path, bool isTable, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"http://{address}/{spec.Account}{path}");
        var date = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        request.Headers.Add("x-ms-date", date);
        request.Headers.Add("x-ms-version", Version);
        request.Headers.Add("Accept", isTable ? "application/json;odata=nometadata" : "application/xml");
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{(isTable ? "SharedKeyLite" : "SharedKey")} {spec.Account}:{Sign(method, date, path, isTable)}");
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
    }

    // The emulator's paths begin with the account, so the account is in the signed text twice. See
    // https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key.
    private string Sign(HttpMethod method, string date, string path, bool isTable)
    {
        var resource = $"/{spec.Account}/{spec.Account}{path}".Replace('?', '\n').Replace('=', ':');
        // Eleven headers that these requests do not have.
        var noHeaders = new string('\n', 11);
        var text = isTable ? $"{date}\n{resource}" : $"{method}\n{noHeaders}x-ms-date:{date}\nx-ms-version:{Version}\n{resource}";
        return Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(spec.Key), Encoding.UTF8.GetBytes(text)));
    }
}
