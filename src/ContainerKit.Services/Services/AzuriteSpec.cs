using System.Security.Cryptography;

namespace ContainerKit.Services;

/// <summary>The configuration of an Azurite server. Immutable.</summary>
public sealed record AzuriteSpec() : ServiceSpec("mcr.microsoft.com/azure-storage/azurite:3.37.0")
{
    /// <summary>The name of the storage account. Default: <c>test</c>.</summary>
    public string Account { get; init; } = "test";

    /// <summary>The key of the account in Base64. Default: random.</summary>
    public string Key { get; init; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
}
