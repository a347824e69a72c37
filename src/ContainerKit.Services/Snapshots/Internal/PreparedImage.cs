namespace ContainerKit.Services.Snapshots;

/// <summary>The image of a snapshot, created in this run or an earlier one.</summary>
/// <param name="Secret">
/// The value of the definition's secret variable in the image; empty if the definition has none.
/// </param>
internal sealed record PreparedImage(Image Image, string Secret);
