<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Refresh</source>
        <translation>更新(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Add System…</source>
        <translation>システムを追加(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Edit System…</source>
        <translation>システムを編集(&amp;E)…</translation>
    </message>
    <message>
        <source>Re&amp;move System…</source>
        <translation>システムを削除(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>環境設定(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Snapshot…</source>
        <translation>スナップショット(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Import VM…</source>
        <translation>仮想マシンのインポート(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>検索(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Cancel Run</source>
        <translation>実行をキャンセル(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Physical Machines</source>
        <translation>物理マシン(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Virtual Machines</source>
        <translation>仮想マシン(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Snapshots</source>
        <translation>スナップショット(&amp;S)</translation>
    </message>
    <message>
        <source>Volume &amp;Containers</source>
        <translation>ボリューム コンテナ(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Alerts</source>
        <translation>アラート(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Tree</source>
        <translation>ツリー(&amp;T)</translation>
    </message>
    <message>
        <source>Pr&amp;ogress</source>
        <translation>進行状況(&amp;O)</translation>
    </message>
    <message>
        <source>Histor&amp;y of Runs</source>
        <translation>実行の履歴(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Notifications on the Desktop</source>
        <translation>デスクトップへの通知(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Twinpoint Help</source>
        <translation>Twinpoint ヘルプ(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;What Is This?</source>
        <translation>これは何？(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Save Diagnostics…</source>
        <translation>診断情報を保存(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>ライト(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>ダーク(&amp;D)</translation>
    </message>
    <message>
        <source>High &amp;Contrast</source>
        <translation>ハイ コントラスト(&amp;C)</translation>
    </message>
    <message>
        <source>As the Deskto&amp;p</source>
        <translation>デスクトップの設定に従う(&amp;S)</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>テーマ(&amp;H)</translation>
    </message>
    <message>
        <source>E&amp;nable Snapshots</source>
        <translation>スナップショットを有効にする(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>システム(&amp;S)</translation>
    </message>
    <message>
        <source>V&amp;M</source>
        <translation>仮想マシン(&amp;M)</translation>
    </message>
    <message>
        <source>S&amp;napshot</source>
        <translation>スナップショット(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>言語(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Disable Snapshots</source>
        <translation>スナップショットを無効にする(&amp;D)</translation>
    </message>
</context>
<context>
    <name>AddSystemJobs</name>
    <message>
        <source>Twinpoint</source>
        <translation>Twinpoint</translation>
    </message>
</context>
<context>
    <name>AddSystemWizard</name>
    <message>
        <source>Edit System: {system}</source>
        <translation>システムの編集: {system}</translation>
    </message>
    <message>
        <source>Add System</source>
        <translation>システムの追加</translation>
    </message>
    <message>
        <source>You may look at this pair; whoever is root there has to set it up.</source>
        <translation>このペアは参照のみできます。セットアップは、PM の root 権限を持つ人が行う必要があります。</translation>
    </message>
    <message>
        <source>Mend what is marked, then check again: the PMs cannot be a pair yet.</source>
        <translation>印の付いた項目を直してから、もう一度確認してください。このままでは 2 台の PM をペアにできません。</translation>
    </message>
    <message>
        <source>What is marked can be mended later too; snapshots may need it.</source>
        <translation>印の付いた項目は後から直すこともできますが、スナップショットに必要な場合があります。</translation>
    </message>
    <message>
        <source>Keeping the host keys …</source>
        <translation>ホスト鍵を保存しています…</translation>
    </message>
    <message>
        <source>Letting the key in …</source>
        <translation>鍵を登録しています…</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>保存しています…</translation>
    </message>
    <message>
        <source>Asking both PMs for their host keys …</source>
        <translation>両方の PM にホスト鍵を問い合わせています…</translation>
    </message>
    <message>
        <source>Logging in to both PMs …</source>
        <translation>両方の PM にログインしています…</translation>
    </message>
    <message>
        <source>Looking at both PMs …</source>
        <translation>両方の PM を確認しています…</translation>
    </message>
    <message>
        <source>Making the two PMs a pair …</source>
        <translation>2 台の PM をペアにしています…</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>次へ</translation>
    </message>
    <message>
        <source>Trust and Go On</source>
        <translation>信頼して続ける</translation>
    </message>
    <message>
        <source>Let Key In</source>
        <translation>鍵を登録</translation>
    </message>
    <message>
        <source>Only Look</source>
        <translation>参照のみで追加</translation>
    </message>
    <message>
        <source>Check Again</source>
        <translation>もう一度確認</translation>
    </message>
    <message>
        <source>Set Up</source>
        <translation>セットアップ</translation>
    </message>
</context>
<context>
    <name>AddressPage</name>
    <message>
        <source>Browse…</source>
        <translation>参照…</translation>
    </message>
    <message>
        <source>Give the system a name, of one line.</source>
        <translation>システムの名前を 1 行で入力してください。</translation>
    </message>
    <message>
        <source>There is a system named {name} already.</source>
        <translation>{name} という名前のシステムがすでにあります。</translation>
    </message>
    <message>
        <source>Enter a host name or an address, such as 192.0.2.10 or pm1.</source>
        <translation>ホスト名またはアドレスを入力してください (例: 192.0.2.10、pm1)。</translation>
    </message>
    <message>
        <source>A system is two different hosts.</source>
        <translation>システムには異なる 2 台のホストが必要です。</translation>
    </message>
    <message>
        <source>Choose the file of a private key.</source>
        <translation>秘密鍵のファイルを選んでください。</translation>
    </message>
    <message>
        <source>as in the SSH configuration</source>
        <translation>SSH の設定に従う</translation>
    </message>
    <message>
        <source>22, or as in the SSH configuration</source>
        <translation>22、または SSH の設定に従う</translation>
    </message>
    <message>
        <source>SSH agent, and the usual key files</source>
        <translation>SSH エージェントと標準の鍵ファイル</translation>
    </message>
    <message>
        <source>A key file</source>
        <translation>鍵ファイルを指定</translation>
    </message>
    <message>
        <source> MiB/s</source>
        <translation> MiB/s</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>制限なし</translation>
    </message>
    <message>
        <source>System name</source>
        <translation>システム名</translation>
    </message>
    <message>
        <source>First PM</source>
        <translation>1 台目の PM</translation>
    </message>
    <message>
        <source>Second PM</source>
        <translation>2 台目の PM</translation>
    </message>
    <message>
        <source>User</source>
        <translation>ユーザー</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>ポート</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>鍵</translation>
    </message>
    <message>
        <source>Key file</source>
        <translation>鍵ファイル</translation>
    </message>
    <message>
        <source>Browse for a key file</source>
        <translation>鍵ファイルを参照</translation>
    </message>
    <message>
        <source>Limit for copying</source>
        <translation>コピーの速度制限</translation>
    </message>
    <message>
        <source>Limit for replicating</source>
        <translation>レプリケーションの速度制限</translation>
    </message>
    <message>
        <source>The user is root, or one who may use sudo without a password. Both PMs must also reach each other by SSH.</source>
        <translation>ユーザーは root か、パスワードなしで sudo を使えるユーザーです。2 台の PM は互いに SSH で接続できる必要があります。</translation>
    </message>
    <message>
        <source>Choose a private key</source>
        <translation>秘密鍵の選択</translation>
    </message>
</context>
<context>
    <name>AgeNote</name>
    <message>
        <source>What is shown was last known then; it may have changed since.</source>
        <translation>表示しているのはその時点で最後に確認した情報です。その後変更されている可能性があります。</translation>
    </message>
</context>
<context>
    <name>AlertBanner</name>
    <message>
        <source>All Alerts ({count})</source>
        <translation>すべてのアラート ({count})</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>確認済みにする</translation>
    </message>
    <message>
        <source>Takes note of it, for every console</source>
        <translation>すべてのコンソールで確認済みにします</translation>
    </message>
</context>
<context>
    <name>AlertJobs</name>
    <message>
        <source>Repairing {system}…</source>
        <translation>{system} を修復しています…</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修復</translation>
    </message>
</context>
<context>
    <name>AlertTableModel</name>
    <message>
        <source>{name}, {time}</source>
        <comment>who, and when</comment>
        <translation>{name}、{time}</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Concerns</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>Acknowledged By</source>
        <translation>確認者</translation>
    </message>
    <message>
        <source>What Happened</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>AlertsPage</name>
    <message>
        <source>Show acknowledged alerts ({count})</source>
        <translation>確認済みのアラートも表示 ({count})</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>対処方法</translation>
    </message>
    <message>
        <source>Concerns</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Acknowledged by</source>
        <translation>確認者</translation>
    </message>
    <message>
        <source>Takes note of it in this window only. {why}</source>
        <translation>このウィンドウでのみ確認済みになります。{why}</translation>
    </message>
    <message>
        <source>Takes note of it, for every console</source>
        <translation>すべてのコンソールで確認済みにします</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>アラート</translation>
    </message>
    <message>
        <source>Copy Details</source>
        <translation>詳細をコピー</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>確認済みにする</translation>
    </message>
    <message>
        <source>Failures, failovers and PMs out of reach are listed here until somebody acknowledges them, on any console.</source>
        <translation>失敗、フェールオーバー、応答しない PM は、いずれかのコンソールで確認済みにするまでここに表示されます。</translation>
    </message>
    <message>
        <source>Nothing needs your attention</source>
        <translation>対応が必要な事項はありません</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>Twinpoint</source>
        <translation>Twinpoint</translation>
    </message>
</context>
<context>
    <name>BothAwayNote</name>
    <message>
        <source>Both PMs are in maintenance mode: no snapshot can be taken, and no VM has a PM to move to. Finalize one of them as soon as it can be used.</source>
        <translation>両方の PM がメンテナンス モードです。スナップショットは作成できず、仮想マシンの移動先となる PM もありません。使用できるようになり次第、どちらかの最終処理を行ってください。</translation>
    </message>
</context>
<context>
    <name>CheckList</name>
    <message>
        <source>Checks</source>
        <translation>確認</translation>
    </message>
</context>
<context>
    <name>ClosingDialog</name>
    <message>
        <source>Close Twinpoint?</source>
        <translation>Twinpoint を閉じますか?</translation>
    </message>
    <message>
        <source>Exports and imports in progress that need this workstation: {count}. Closing cancels them; nothing of them is left behind. All other runs continue on the PMs.</source>
        <translation>このワークステーションを必要とするエクスポートまたはインポートを実行中です ({count} 件)。閉じるとキャンセルされ、途中のデータは残りません。ほかの実行は PM 上で続行されます。</translation>
    </message>
    <message>
        <source>Cancel Them and Close</source>
        <translation>キャンセルして閉じる</translation>
    </message>
    <message>
        <source>Keep Open</source>
        <translation>閉じない</translation>
    </message>
    <message>
        <source>Cancelling; the window closes when it is done.</source>
        <translation>キャンセルしています。完了するとウィンドウを閉じます。</translation>
    </message>
</context>
<context>
    <name>ContainerPanel</name>
    <message>
        <source>No container is selected</source>
        <translation>コンテナが選択されていません</translation>
    </message>
    <message>
        <source>Select a container to expand it.</source>
        <translation>拡張するコンテナを選択してください。</translation>
    </message>
    <message>
        <source>{target} of {vm}</source>
        <translation>{vm} の {target}</translation>
    </message>
    <message>
        <source>It is made with the first snapshot of the volume.</source>
        <translation>このボリュームの最初のスナップショットと同時に作成されます。</translation>
    </message>
    <message>
        <source>{share} of {capacity}</source>
        <translation>{capacity} の {share}</translation>
    </message>
    <message>
        <source>Container of {target} on {pm}: {figures}</source>
        <translation>{pm} 上の {target} のコンテナ: {figures}</translation>
    </message>
    <message>
        <source>volume {size}</source>
        <translation>ボリューム {size}</translation>
    </message>
    <message>
        <source>snapshots {size}</source>
        <translation>スナップショット {size}</translation>
    </message>
    <message>
        <source>reserved by a run {size}</source>
        <translation>実行中の処理による予約 {size}</translation>
    </message>
    <message>
        <source>free {size}</source>
        <translation>空き {size}</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two figures</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>{size}, made with the first snapshot of the volume</source>
        <translation>{size} (このボリュームの最初のスナップショットと同時に作成)</translation>
    </message>
    <message>
        <source>Capacity</source>
        <translation>容量</translation>
    </message>
    <message>
        <source>Further snapshots</source>
        <translation>あと何回取得できるか</translation>
    </message>
    <message>
        <source>{level} of the capacity (System &gt; Preferences)</source>
        <translation>容量の {level} ([システム] &gt; [環境設定])</translation>
    </message>
    <message>
        <source>Warning level</source>
        <translation>警告レベル</translation>
    </message>
    <message>
        <source>Make this container larger on both PMs</source>
        <translation>このコンテナを両方の PM で拡張します</translation>
    </message>
    <message>
        <source>Expand…</source>
        <translation>拡張…</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>拡張</translation>
    </message>
</context>
<context>
    <name>ContainerTableModel</name>
    <message>
        <source>Not made yet</source>
        <translation>未作成</translation>
    </message>
    <message>
        <source>{share} full: above the warning level of {level}</source>
        <translation>使用率 {share}: 警告レベル {level} を超えています</translation>
    </message>
    <message>
        <source>VM</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>Full</source>
        <comment>how full a container is</comment>
        <translation>使用率</translation>
    </message>
    <message>
        <source>Capacity</source>
        <translation>容量</translation>
    </message>
    <message>
        <source>For the Volume</source>
        <translation>ボリューム分</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Reserved</source>
        <translation>予約</translation>
    </message>
    <message>
        <source>Free</source>
        <comment>room</comment>
        <translation>空き</translation>
    </message>
    <message>
        <source>Further Snapshots</source>
        <translation>取得できる残り回数</translation>
    </message>
</context>
<context>
    <name>ContainersPage</name>
    <message>
        <source>Volume Containers</source>
        <translation>ボリューム コンテナ</translation>
    </message>
    <message>
        <source>Search containers</source>
        <translation>コンテナを検索</translation>
    </message>
    <message>
        <source>Nothing matches the search</source>
        <translation>検索に一致するものはありません</translation>
    </message>
    <message>
        <source>No volume containers yet</source>
        <translation>ボリューム コンテナはまだありません</translation>
    </message>
    <message>
        <source>A volume container is the room reserved for one volume and all its snapshots. It is made on both PMs with the first snapshot of the volume.</source>
        <translation>ボリューム コンテナは、1 つのボリュームとそのすべてのスナップショットのために確保される領域です。ボリュームの最初のスナップショットと同時に、両方の PM に作成されます。</translation>
    </message>
</context>
<context>
    <name>DeleteDialog</name>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>The VM&apos;s own disks are not touched, and every other snapshot stays usable. A deleted snapshot cannot be brought back.</source>
        <translation>仮想マシン自体のディスクには影響しません。ほかのスナップショットはすべて引き続き使用できます。削除したスナップショットは元に戻せません。</translation>
    </message>
    <message>
        <source>Delete Snapshot: {name}</source>
        <translation>スナップショットの削除: {name}</translation>
    </message>
    <message>
        <source>Delete {count} Snapshots</source>
        <translation>{count} 件のスナップショットの削除</translation>
    </message>
    <message>
        <source>What it frees could not be estimated. {cause}</source>
        <translation>解放されるサイズを見積もることができませんでした。{cause}</translation>
    </message>
    <message>
        <source>Deleted on both PMs</source>
        <translation>両方の PM から削除</translation>
    </message>
    <message>
        <source>Merged into</source>
        <translation>統合先</translation>
    </message>
    <message>
        <source>Nothing builds on what goes: nothing is merged.</source>
        <translation>なし (これに基づくスナップショットはありません)</translation>
    </message>
    <message>
        <source>Freed on each PM</source>
        <translation>各 PM で解放されるサイズ</translation>
    </message>
    <message>
        <source>Needed meanwhile on each PM</source>
        <translation>各 PM で一時的に必要なサイズ</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two names</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>No snapshot of {vms} can be taken until it is done.</source>
        <translation>完了するまで {vms} のスナップショットは作成できません。</translation>
    </message>
    <message>
        <source>Meanwhile</source>
        <translation>処理中の制限</translation>
    </message>
    <message>
        <source>{name} of {time}</source>
        <translation>{name} ({time})</translation>
    </message>
    <message>
        <source>{name} of {time} ({vm})</source>
        <translation>{vm}: {name} ({time})</translation>
    </message>
    <message>
        <source>estimating …</source>
        <translation>見積もり中…</translation>
    </message>
    <message>
        <source>{vm}: {size}</source>
        <translation>{vm}: {size}</translation>
    </message>
    <message>
        <source>≈ {size}</source>
        <translation>約 {size}</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>&amp;Show Twinpoint</source>
        <translation>Twinpoint を表示(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Alerts ({count})</source>
        <translation>アラート ({count})(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>Twinpoint: alerts ({count})</source>
        <translation>Twinpoint: アラート ({count})</translation>
    </message>
    <message>
        <source>Twinpoint: nothing needs your attention</source>
        <translation>Twinpoint: 対応が必要な事項はありません</translation>
    </message>
    <message>
        <source>This desktop has no notification area.</source>
        <translation>このデスクトップには通知領域がありません。</translation>
    </message>
    <message>
        <source>{system}: {subject}</source>
        <comment>an alert&apos;s</comment>
        <translation>{system}: {subject}</translation>
    </message>
    <message>
        <source>{count} new alerts</source>
        <translation>新しいアラート {count} 件</translation>
    </message>
</context>
<context>
    <name>DestinationChoice</name>
    <message>
        <source>Folder</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Folder of this workstation</source>
        <translation>このワークステーションのフォルダー</translation>
    </message>
    <message>
        <source>Folder of that PM</source>
        <translation>上記の PM のフォルダー</translation>
    </message>
    <message>
        <source>Network share (SMB or NFS)</source>
        <translation>ネットワーク共有 (SMB または NFS)</translation>
    </message>
    <message>
        <source>//server/share/folder or server:/path</source>
        <translation>//server/share/folder または server:/path</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>省略可能</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>出力先</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>共有</translation>
    </message>
    <message>
        <source>User Name</source>
        <translation>ユーザー名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>パスワード</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>ドメイン</translation>
    </message>
    <message>
        <source>Enter the address of the share.</source>
        <translation>共有のアドレスを入力してください。</translation>
    </message>
    <message>
        <source>Enter the user name that the password is of.</source>
        <translation>パスワードに対応するユーザー名を入力してください。</translation>
    </message>
    <message>
        <source>Enter the folder to export to.</source>
        <translation>エクスポート先のフォルダーを入力してください。</translation>
    </message>
</context>
<context>
    <name>DiagnosticsJobs</name>
    <message>
        <source>Save Diagnostics</source>
        <translation>診断情報を保存</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>ZIP ファイル (*.zip)</translation>
    </message>
    <message>
        <source>The diagnostics are in {file}.</source>
        <translation>診断情報を {file} に保存しました。</translation>
    </message>
    <message>
        <source>Look the files in it through before you pass it on: a name that nothing marks as one cannot be recognized.</source>
        <translation>ほかの人に渡す前に、中のファイルの内容を確認してください。名前であることが分からないものは置き換えられません。</translation>
    </message>
</context>
<context>
    <name>DialogJobs</name>
    <message>
        <source>Twinpoint</source>
        <translation>Twinpoint</translation>
    </message>
</context>
<context>
    <name>DisabledNote</name>
    <message>
        <source>Enable Snapshots</source>
        <translation>スナップショットを有効にする</translation>
    </message>
    <message>
        <source>No new snapshots: {name} disabled them for this system, {time}. Those that exist stay usable.</source>
        <translation>新しいスナップショットは作成できません。{name} がこのシステムで無効にしました ({time})。既存のスナップショットは引き続き使用できます。</translation>
    </message>
    <message>
        <source>{pm} does not know this yet, and learns of it from the other PM when they meet.</source>
        <translation>{pm} にはまだ伝わっていません。もう一方の PM とつながったときに伝わります。</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two names</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <comment>two sentences</comment>
        <translation>{first}{second}</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>ヘルプ</translation>
    </message>
    <message>
        <source>Copy Details</source>
        <translation>詳細をコピー</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Something went wrong inside the console.</source>
        <translation>コンソールの内部で問題が発生しました。</translation>
    </message>
    <message>
        <source>Nothing on the PMs depends on this window: a run goes on there. Copy the details and report them; then choose System &gt; Refresh.</source>
        <translation>PM 上の処理はこのウィンドウに依存せず、実行中のスナップショットは PM 上で続行されます。詳細をコピーして報告し、[システム] &gt; [更新] を選択してください。</translation>
    </message>
</context>
<context>
    <name>ExpandDialog</name>
    <message>
        <source>Expand Volume Container: {target} of {vm}</source>
        <translation>ボリューム コンテナの拡張: {vm} の {target}</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>拡張</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source> GiB</source>
        <translation> GiB</translation>
    </message>
    <message>
        <source>New capacity</source>
        <translation>新しい容量</translation>
    </message>
    <message>
        <source>Capacity now</source>
        <translation>現在の容量</translation>
    </message>
    <message>
        <source>It grows on both PMs and cannot shrink again. Nothing is written ahead: the room is taken as snapshots come.</source>
        <translation>両方の PM で拡張され、元の大きさには戻せません。あらかじめ書き込まれることはなく、スナップショットの作成に応じて領域が使われます。</translation>
    </message>
    <message>
        <source>Afterwards</source>
        <translation>拡張後</translation>
    </message>
    <message>
        <source>at most {size} fit on both PMs</source>
        <translation>両方の PM に収まるのは最大 {size}</translation>
    </message>
    <message>
        <source>All containers together may then take more than the disk has. Twinpoint refuses a snapshot before the disk is full.</source>
        <translation>すべてのコンテナを合わせると、ディスクの空きを超える可能性があります。ディスクがいっぱいになる前に、Twinpoint はスナップショットを拒否します。</translation>
    </message>
    <message>
        <source>{share} of {capacity}</source>
        <translation>{capacity} の {share}</translation>
    </message>
    <message>
        <source>Container on {pm} afterwards: {share} full</source>
        <translation>拡張後の {pm} のコンテナ: 使用率 {share}</translation>
    </message>
    <message>
        <source>The disk of this PM was not seen.</source>
        <translation>この PM のディスクは確認できていません。</translation>
    </message>
    <message>
        <source>{free} of its disk can be used; this container may take {needed} more, all others {others}</source>
        <translation>ディスクのうち使用可能 {free}。あと最大でこのコンテナ {needed}、ほかのすべて {others}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export Snapshot: {name}</source>
        <translation>スナップショットのエクスポート: {name}</translation>
    </message>
    <message>
        <source>Overwrite what has this name already</source>
        <translation>同じ名前のものがある場合は上書きする</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>エクスポート</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>OVA: one file</source>
        <translation>OVA: 1 つのファイル</translation>
    </message>
    <message>
        <source>OVF: a folder of files</source>
        <translation>OVF: 複数のファイルを含むフォルダー</translation>
    </message>
    <message>
        <source>VMDK (VMware, VirtualBox)</source>
        <translation>VMDK (VMware、VirtualBox)</translation>
    </message>
    <message>
        <source>VHD (Hyper-V, Azure)</source>
        <translation>VHD (Hyper-V、Azure)</translation>
    </message>
    <message>
        <source>qcow2 (QEMU, KVM)</source>
        <translation>qcow2 (QEMU、KVM)</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two volumes</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>All: {volumes}</source>
        <translation>すべて: {volumes}</translation>
    </message>
    <message>
        <source>Boot volume only: {volumes}</source>
        <translation>ブート ボリュームのみ: {volumes}</translation>
    </message>
    <message>
        <source>{name} of {time} ({vm})</source>
        <translation>{vm}: {name} ({time})</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Package</source>
        <translation>パッケージ</translation>
    </message>
    <message>
        <source>Disk Format</source>
        <translation>ディスク形式</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>Exported by</source>
        <translation>エクスポートする PM</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>作成されるもの</translation>
    </message>
    <message>
        <source>So that other systems can run it, the package names SATA (AHCI) disks and E1000 network cards where the VM has virtio; what changes shows among the alerts. No other run of this VM begins until the export has ended.</source>
        <translation>ほかのシステムでも実行できるように、仮想マシンの virtio デバイスは、パッケージでは SATA (AHCI) のディスクと E1000 のネットワーク カードとして記述されます。変更されたデバイスはアラートに表示されます。エクスポートが終わるまで、この仮想マシンのほかの実行は開始されません。</translation>
    </message>
    <message>
        <source>{path} on {pm}</source>
        <translation>{path} ({pm})</translation>
    </message>
</context>
<context>
    <name>ExportedDialog</name>
    <message>
        <source>Exported: {vm}</source>
        <translation>エクスポート完了: {vm}</translation>
    </message>
    <message>
        <source>Copy Path</source>
        <translation>パスをコピー</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>フォルダーを開く</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Package</source>
        <translation>パッケージ</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>場所</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>The package is whole.</source>
        <translation>パッケージが完成しました。</translation>
    </message>
    <message>
        <source>On this workstation</source>
        <translation>このワークステーション</translation>
    </message>
    <message>
        <source>On {pm}</source>
        <translation>{pm} 上</translation>
    </message>
    <message>
        <source>On the network share, written there by {pm}</source>
        <translation>ネットワーク共有 ({pm} が書き込み)</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>{size}/s</source>
        <translation>{size}/秒</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number}%</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>たった今</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <translation>{count} 分前</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <translation>{count} 時間前</translation>
    </message>
    <message>
        <source>{count} d ago</source>
        <translation>{count} 日前</translation>
    </message>
    <message>
        <source>as of {time}</source>
        <translation>{time} 時点</translation>
    </message>
    <message>
        <source>as of {time}, {ago}</source>
        <translation>{time} 時点 ({ago})</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} 分</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 時間 {minutes} 分</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Twinpoint Help</source>
        <translation>Twinpoint ヘルプ</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>ヘルプを検索</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>トピック</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>説明文</translation>
    </message>
    <message>
        <source>Version {version}. Apache License 2.0.</source>
        <translation>バージョン {version}。Apache License 2.0。</translation>
    </message>
    <message>
        <source>Log of this console: {file}</source>
        <translation>このコンソールのログ: {file}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー操作</translation>
    </message>
    <message>
        <source>What to do: {remedy}</source>
        <translation>対処方法: {remedy}</translation>
    </message>
    <message>
        <source>Code: {code}</source>
        <translation>コード: {code}</translation>
    </message>
</context>
<context>
    <name>HostKeyPage</name>
    <message>
        <source>Nothing but these fingerprints tells your PMs from somebody who pretends to be them. Compare each with what the PM itself says: on its own console (not over this network), run the command that stands below it.</source>
        <translation>本物の PM となりすましを見分ける手掛かりは、このフィンガープリントだけです。PM 自身のコンソールで (このネットワークを経由せずに) 下のコマンドを実行し、表示された値とそれぞれ見比べてください。</translation>
    </message>
    <message>
        <source>I have compared the fingerprints: they are the same</source>
        <translation>フィンガープリントを見比べ、一致することを確認しました</translation>
    </message>
    <message>
        <source>They are then kept in {file}, where ssh finds them too.</source>
        <translation>その後 {file} に保存され、ssh からも使われます。</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two files</comment>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import VM</source>
        <translation>仮想マシンのインポート</translation>
    </message>
    <message>
        <source>OVA and OVF packages (*.ova *.ovf)</source>
        <translation>OVA および OVF パッケージ (*.ova *.ovf)</translation>
    </message>
    <message>
        <source>Package</source>
        <translation>パッケージ</translation>
    </message>
    <message>
        <source>Start it when it is imported</source>
        <translation>インポート後に起動する</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>インポート</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>File of this workstation</source>
        <translation>このワークステーションのファイル</translation>
    </message>
    <message>
        <source>File of that PM</source>
        <translation>上記の PM のファイル</translation>
    </message>
    <message>
        <source>A new VM</source>
        <translation>新しい仮想マシン</translation>
    </message>
    <message>
        <source>The VM it was exported from (restore)</source>
        <translation>エクスポート元の仮想マシン (リストア)</translation>
    </message>
    <message>
        <source>as in the package</source>
        <translation>パッケージと同じ</translation>
    </message>
    <message>
        <source>the default folder of libvirt on that PM</source>
        <translation>その PM の libvirt の既定のフォルダー</translation>
    </message>
    <message>
        <source>Physical Machine</source>
        <translation>物理マシン</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>パッケージの場所</translation>
    </message>
    <message>
        <source>Import as</source>
        <translation>インポート方法</translation>
    </message>
    <message>
        <source>VM Name</source>
        <translation>仮想マシン名</translation>
    </message>
    <message>
        <source>Folder for volumes</source>
        <translation>ボリュームのフォルダー</translation>
    </message>
    <message>
        <source>The VM keeps its UUID, MAC addresses and name. That is possible with a package that Twinpoint wrote, and where neither PM has the VM any more. It is defined on {pm} only.</source>
        <translation>仮想マシンの UUID、MAC アドレス、名前はそのまま引き継がれます。これは、Twinpoint がエクスポートしたパッケージを使用し、どちらの PM にもその仮想マシンがない場合に限り可能です。仮想マシンは {pm} にのみ定義されます。</translation>
    </message>
    <message>
        <source>The new VM gets a UUID and MAC addresses of its own. It is defined on {pm} only.</source>
        <translation>新しい仮想マシンには、新しい UUID と MAC アドレスが割り当てられます。仮想マシンは {pm} にのみ定義されます。</translation>
    </message>
    <message>
        <source>Choose the package: an .ova or .ovf file.</source>
        <translation>パッケージ (.ova または .ovf ファイル) を選択してください。</translation>
    </message>
</context>
<context>
    <name>LinkMark</name>
    <message>
        <source>{pm} {state}</source>
        <comment>PM and its state</comment>
        <translation>{pm} {state}</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>接続済み</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>no link since {time}</source>
        <translation>{time} から接続なし</translation>
    </message>
    <message>
        <source>no link</source>
        <translation>接続なし</translation>
    </message>
    <message>
        <source>The link from this console to {address}</source>
        <translation>このコンソールから {address} への接続</translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation>自動的に再試行されます。</translation>
    </message>
</context>
<context>
    <name>LoginPage</name>
    <message>
        <source>The same password on both PMs</source>
        <translation>両方の PM で同じパスワード</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Key to let in</source>
        <translation>登録する鍵</translation>
    </message>
    <message>
        <source>Its public half</source>
        <translation>その公開鍵</translation>
    </message>
    <message>
        <source>{name}: login works.</source>
        <translation>{name}: ログインできます。</translation>
    </message>
    <message>
        <source>Password on {name}</source>
        <translation>{name} のパスワード</translation>
    </message>
    <message>
        <source>{name} (SSH agent)</source>
        <translation>{name} (SSH エージェント)</translation>
    </message>
    <message>
        <source>A new key for Twinpoint ({path})</source>
        <translation>Twinpoint 用の新しい鍵 ({path})</translation>
    </message>
    <message>
        <source>The new key has no passphrase: whoever can read your files on this workstation can use it.</source>
        <translation>新しい鍵にはパスフレーズがありません。このワークステーションであなたのファイルを読める人は、その鍵を使えます。</translation>
    </message>
    <message>
        <source>The password goes to a PM once, to add the public key to ~/.ssh/authorized_keys there. It is not kept.</source>
        <translation>パスワードは、公開鍵を PM の ~/.ssh/authorized_keys に追加するために一度だけ PM に送られます。保存されません。</translation>
    </message>
    <message>
        <source>Where a PM takes no passwords, add that line there yourself; then go on without a password.</source>
        <translation>パスワードを受け付けない PM では、その行をご自身で追加してから、パスワードなしで続けてください。</translation>
    </message>
    <message>
        <source>Password on both PMs</source>
        <translation>両方の PM のパスワード</translation>
    </message>
    <message>
        <source>Copy the public key</source>
        <translation>公開鍵をコピー</translation>
    </message>
</context>
<context>
    <name>MachineFacts</name>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>{share} of {count} processors in the last minute</source>
        <translation>直近 1 分間: プロセッサ {count} 個の {share}</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>負荷</translation>
    </message>
    <message>
        <source>Free memory</source>
        <translation>空きメモリ</translation>
    </message>
    <message>
        <source>Pacemaker</source>
        <translation>Pacemaker</translation>
    </message>
    <message>
        <source>DRBD</source>
        <translation>DRBD</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Host UUID</source>
        <translation>ホスト UUID</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>対処方法</translation>
    </message>
    <message>
        <source>by {name}, since {time}</source>
        <translation>{name} が {time} に開始</translation>
    </message>
    <message>
        <source>Maintenance mode</source>
        <translation>メンテナンス モード</translation>
    </message>
    <message>
        <source>You may look, but not change anything.</source>
        <translation>表示のみ可能です。変更はできません。</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>権限</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最終確認</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two VMs</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>Primary of</source>
        <translation>プライマリとする仮想マシン</translation>
    </message>
    <message>
        <source>Secondary of</source>
        <translation>セカンダリとする仮想マシン</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} ほか {count} 台</translation>
    </message>
    <message>
        <source>Snapshots are kept in</source>
        <translation>スナップショットの保存先</translation>
    </message>
    <message>
        <source>{free} free of {total}</source>
        <translation>{total} 中 {free} の空き</translation>
    </message>
    <message>
        <source>Disk space there</source>
        <translation>保存先のディスク容量</translation>
    </message>
    <message>
        <source>{used} of {capacity} ({count} containers)</source>
        <translation>{used} / {capacity} (コンテナ {count} 個)</translation>
    </message>
    <message>
        <source>Room for snapshots in use</source>
        <translation>使用中のスナップショット領域</translation>
    </message>
    <message>
        <source>VMs that it runs: {count}</source>
        <translation>管理している仮想マシン: {count}</translation>
    </message>
    <message>
        <source>online</source>
        <comment>a node of the cluster</comment>
        <translation>オンライン</translation>
    </message>
    <message>
        <source>standby</source>
        <comment>a node of the cluster</comment>
        <translation>スタンバイ</translation>
    </message>
    <message>
        <source>unmanaged</source>
        <comment>a node of the cluster</comment>
        <translation>管理対象外</translation>
    </message>
    <message>
        <source>joining</source>
        <comment>a node of the cluster</comment>
        <translation>参加処理中</translation>
    </message>
    <message>
        <source>offline</source>
        <comment>a node of the cluster</comment>
        <translation>オフライン</translation>
    </message>
</context>
<context>
    <name>MachineTableModel</name>
    <message>
        <source>{free} of {total}</source>
        <translation>{total} 中 {free}</translation>
    </message>
    <message>
        <source>secondary only</source>
        <comment>no VM has this PM as its primary</comment>
        <translation>セカンダリのみ</translation>
    </message>
    <message>
        <source>primary of {count}</source>
        <comment>VMs</comment>
        <translation>{count} 台のプライマリ</translation>
    </message>
    <message>
        <source>last seen {time}</source>
        <translation>最終確認 {time}</translation>
    </message>
    <message>
        <source>in progress: {count}</source>
        <translation>進行中の処理: {count}</translation>
    </message>
    <message>
        <source>none</source>
        <comment>no activity</comment>
        <translation>なし</translation>
    </message>
    <message>
        <source>{share} in use</source>
        <translation>使用率 {share}</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>アクティビティ</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>負荷</translation>
    </message>
    <message>
        <source>Free Memory</source>
        <translation>空きメモリ</translation>
    </message>
    <message>
        <source>Free for Snapshots</source>
        <translation>スナップショット用の空き</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Twinpoint – {system}</source>
        <translation>Twinpoint – {system}</translation>
    </message>
    <message>
        <source>Twinpoint</source>
        <translation>Twinpoint</translation>
    </message>
</context>
<context>
    <name>MaintenanceJobs</name>
    <message>
        <source>Work On</source>
        <translation>作業開始</translation>
    </message>
</context>
<context>
    <name>NewVmDialog</name>
    <message>
        <source>Create VM from Snapshot: {name}</source>
        <translation>スナップショットから仮想マシンを作成: {name}</translation>
    </message>
    <message>
        <source>Start it when it is made</source>
        <translation>作成後に起動する</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>{target}   {size}</source>
        <translation>{target}   {size}</translation>
    </message>
    <message>
        <source>{target}   {size}   boot volume (required)</source>
        <translation>{target}   {size}   ブート ボリューム (必須)</translation>
    </message>
    <message>
        <source>as in the snapshot</source>
        <translation>スナップショットと同じ</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source>{name} of {time} ({vm})</source>
        <translation>{vm}: {name} ({time})</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>VM Name</source>
        <translation>仮想マシン名</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>Physical Machine</source>
        <translation>物理マシン</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>メモリ</translation>
    </message>
    <message>
        <source>Processors</source>
        <translation>プロセッサ</translation>
    </message>
    <message>
        <source>In the guest</source>
        <translation>ゲストでの作業</translation>
    </message>
    <message>
        <source>The new VM gets a UUID and MAC addresses of its own. Its volumes are made on the PM from what it holds; the original VM is not touched.</source>
        <translation>新しい仮想マシンには、新しい UUID と MAC アドレスが割り当てられます。ボリュームは PM が保持しているデータから作成され、元の仮想マシンには触れません。</translation>
    </message>
</context>
<context>
    <name>PartsLegend</name>
    <message>
        <source>Volume</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Reserved by a run in progress</source>
        <translation>実行中の処理による予約</translation>
    </message>
    <message>
        <source>This snapshot</source>
        <translation>このスナップショット</translation>
    </message>
    <message>
        <source>Free; the mark is the warning level</source>
        <translation>空き (縦線は警告レベル)</translation>
    </message>
</context>
<context>
    <name>PathBox</name>
    <message>
        <source>Browse…</source>
        <translation>参照…</translation>
    </message>
</context>
<context>
    <name>PhysicalMachinesPage</name>
    <message>
        <source>Physical Machines</source>
        <translation>物理マシン</translation>
    </message>
</context>
<context>
    <name>PmActions</name>
    <message>
        <source>&amp;Work On…</source>
        <translation>作業開始(&amp;W)…</translation>
    </message>
    <message>
        <source>&amp;Finalize</source>
        <translation>最終処理(&amp;F)</translation>
    </message>
    <message>
        <source>Select a PM.</source>
        <translation>PM を選択してください。</translation>
    </message>
    <message>
        <source>Enter maintenance mode: VMs move to the other PM while they run</source>
        <translation>メンテナンス モードに入ります。仮想マシンは実行中のままもう一方の PM に移動します</translation>
    </message>
    <message>
        <source>Leave maintenance mode: the PM takes part in snapshots again</source>
        <translation>メンテナンス モードを終了します。PM は再びスナップショットに参加します</translation>
    </message>
</context>
<context>
    <name>PmButtons</name>
    <message>
        <source>No PM is selected</source>
        <translation>PM が選択されていません</translation>
    </message>
    <message>
        <source>Work On</source>
        <translation>作業開始</translation>
    </message>
    <message>
        <source>Finalize</source>
        <translation>最終処理</translation>
    </message>
</context>
<context>
    <name>PowerButtons</name>
    <message>
        <source>Start</source>
        <comment>a VM</comment>
        <translation>起動</translation>
    </message>
    <message>
        <source>Shut Down</source>
        <translation>シャットダウン</translation>
    </message>
</context>
<context>
    <name>PowerOffDialog</name>
    <message>
        <source>Power Off Virtual Machine: {vm}</source>
        <translation>仮想マシンの電源オフ: {vm}</translation>
    </message>
    <message>
        <source>Power Off</source>
        <translation>電源オフ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>{vm} on {pm} loses its power at once, as in a power cut. What the guest has not yet written to its volumes is lost, and its file systems are checked at the next start. Shut Down does no such harm, if the guest obeys.</source>
        <translation>{pm} 上の {vm} の電源は、停電のときと同じように直ちに切れます。ゲストがまだボリュームに書き込んでいないデータは失われ、次回の起動時にファイル システムの検査が行われます。ゲストが応じるのであれば、シャットダウンではこのような損失は生じません。</translation>
    </message>
    <message>
        <source>The snapshot that is being taken of {vm} fails and is cleared away.</source>
        <translation>作成中の {vm} のスナップショットは失敗し、後始末されます。</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences of {system}</source>
        <translation>{system} の環境設定</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Capacity of a new container</source>
        <translation>新しいコンテナの容量</translation>
    </message>
    <message>
        <source>Warning level</source>
        <translation>警告レベル</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>of its volume&apos;s size</source>
        <translation>(ボリュームのサイズに対して)</translation>
    </message>
    <message>
        <source>Containers that are there already stay as they are; expand them.</source>
        <translation>既存のコンテナは変わりません。必要に応じて拡張してください。</translation>
    </message>
    <message>
        <source>of a container&apos;s capacity</source>
        <translation>(コンテナの容量に対して)</translation>
    </message>
    <message>
        <source>A container that is fuller shows among the alerts.</source>
        <translation>これを超えたコンテナはアラートに表示されます。</translation>
    </message>
    <message>
        <source>Volume Containers</source>
        <translation>ボリューム コンテナ</translation>
    </message>
    <message>
        <source>Default; nobody has changed it.</source>
        <translation>既定値です。まだ変更されていません。</translation>
    </message>
    <message>
        <source>Set by {name}, {time}</source>
        <translation>設定者: {name} ({time})</translation>
    </message>
    <message>
        <source>{pm} does not know this yet, and learns of it from the other PM when they meet.</source>
        <translation>{pm} にはまだ伝わっていません。もう一方の PM とつながったときに伝わります。</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two names</comment>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>Progress</source>
        <translation>進行状況</translation>
    </message>
    <message>
        <source>No run has ended in the last two weeks.</source>
        <translation>過去 2 週間に終了した実行はありません。</translation>
    </message>
    <message>
        <source>History</source>
        <translation>履歴</translation>
    </message>
    <message>
        <source>Runs that ended in the last two weeks, too</source>
        <translation>過去 2 週間に終了した実行も表示します</translation>
    </message>
    <message>
        <source>Cancel Run</source>
        <translation>実行をキャンセル</translation>
    </message>
    <message>
        <source>Why It Failed…</source>
        <translation>失敗の理由…</translation>
    </message>
</context>
<context>
    <name>RecordTable</name>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
</context>
<context>
    <name>RemedyButton</name>
    <message>
        <source>New Snapshot…</source>
        <translation>新しいスナップショット…</translation>
    </message>
    <message>
        <source>Enable Snapshots</source>
        <translation>スナップショットを有効にする</translation>
    </message>
    <message>
        <source>Expand…</source>
        <translation>拡張…</translation>
    </message>
    <message>
        <source>Finalize</source>
        <translation>最終処理</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修復</translation>
    </message>
    <message>
        <source>Try Again Now</source>
        <translation>今すぐ再試行</translation>
    </message>
    <message>
        <source>Opens the dialog for a new snapshot of this VM</source>
        <translation>この仮想マシンの新しいスナップショットを作成するダイアログを開きます</translation>
    </message>
    <message>
        <source>Allows new snapshots for the whole system</source>
        <translation>システム全体で新しいスナップショットの作成を許可します</translation>
    </message>
    <message>
        <source>Opens the dialog that makes this container larger</source>
        <translation>このコンテナを拡張するダイアログを開きます</translation>
    </message>
    <message>
        <source>Ends the maintenance of this PM</source>
        <translation>この PM のメンテナンスを終了します</translation>
    </message>
    <message>
        <source>Clears away what dead runs left, and brings a damaged copy again from the other PM</source>
        <translation>中断した処理の残りを片付け、損傷したコピーをもう一方の PM から取り直します</translation>
    </message>
    <message>
        <source>Connects to both PMs anew, without waiting</source>
        <translation>待たずに両方の PM へ接続し直します</translation>
    </message>
</context>
<context>
    <name>RemoveSystemDialog</name>
    <message>
        <source>Remove System: {system}</source>
        <translation>システムの削除: {system}</translation>
    </message>
    <message>
        <source>Remove System</source>
        <translation>システムを削除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>This console forgets the system. Nothing on its PMs is touched, and other consoles see it as before. To have it here again, add it again.</source>
        <translation>このコンソールからシステムの登録を削除します。PM には何も変更を加えず、ほかのコンソールからはこれまでどおり見えます。もう一度ここで使うには、改めて追加してください。</translation>
    </message>
    <message>
        <source>Stays on the PMs</source>
        <translation>PM に残るもの</translation>
    </message>
    <message>
        <source>{count} snapshots, in {root} on {first} and {second}</source>
        <translation>スナップショット {count} 個 ({first} と {second} の {root})</translation>
    </message>
    <message>
        <source>The program there, and the replication key: a line in authorized_keys that ends in twinpoint-replication:{root}</source>
        <translation>PM 上のプログラムとレプリケーション用の鍵 (authorized_keys の、末尾が twinpoint-replication:{root} の行)</translation>
    </message>
    <message>
        <source>Your own public key, in authorized_keys</source>
        <translation>authorized_keys にあるあなたの公開鍵</translation>
    </message>
    <message>
        <source>Stays here</source>
        <translation>ここに残るもの</translation>
    </message>
    <message>
        <source>Your key, and the host keys of both PMs in known_hosts</source>
        <translation>あなたの鍵と、known_hosts にある両方の PM のホスト鍵</translation>
    </message>
    <message>
        <source>To free the room</source>
        <translation>領域を空けるには</translation>
    </message>
    <message>
        <source>Delete the snapshots first, on the Snapshots page.</source>
        <translation>先にスナップショットのページで、スナップショットを削除してください。</translation>
    </message>
    <message>
        <source>{count} in progress; they go on to their end on the PMs</source>
        <translation>{count} 件が進行中です。PM 上で最後まで続きます</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>処理</translation>
    </message>
</context>
<context>
    <name>RollBackDialog</name>
    <message>
        <source>Roll Back Virtual Machine: {vm}</source>
        <translation>仮想マシンのロールバック: {vm}</translation>
    </message>
    <message>
        <source>Take a snapshot of the present state first (recommended)</source>
        <translation>先に現在の状態のスナップショットを作成する (推奨)</translation>
    </message>
    <message>
        <source>{vm} before roll back to {snapshot}</source>
        <translation>{vm} ({snapshot} へのロールバック前)</translation>
    </message>
    <message>
        <source>Roll Back</source>
        <translation>ロールバック</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Snapshot Name</source>
        <translation>スナップショット名</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two volumes</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>Back to</source>
        <translation>戻す時点</translation>
    </message>
    <message>
        <source>{name} of {time}</source>
        <translation>{name} ({time})</translation>
    </message>
    <message>
        <source>Volumes put back</source>
        <translation>元に戻すボリューム</translation>
    </message>
    <message>
        <source>Volumes left as they are</source>
        <translation>変更しないボリューム</translation>
    </message>
    <message>
        <source>Other snapshots</source>
        <translation>ほかのスナップショット</translation>
    </message>
    <message>
        <source>All are kept, the newer ones too.</source>
        <translation>新しいものも含め、すべて保持されます。</translation>
    </message>
    <message>
        <source>What was written to the volumes since the newest snapshot will be lost for good.</source>
        <translation>最新のスナップショット以降にボリュームへ書き込まれた内容は、完全に失われます。</translation>
    </message>
</context>
<context>
    <name>RunTableModel</name>
    <message>
        <source>VM</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>アクティビティ</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進行状況</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Time Left</source>
        <translation>残り時間</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Took</source>
        <comment>a length of time</comment>
        <translation>所要時間</translation>
    </message>
    <message>
        <source>Started By</source>
        <translation>開始したユーザー</translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>Snapshot</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Replication</source>
        <translation>レプリケーション</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>統合</translation>
    </message>
    <message>
        <source>New VM</source>
        <translation>新しい仮想マシン</translation>
    </message>
    <message>
        <source>Roll Back</source>
        <translation>ロールバック</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>エクスポート</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>インポート</translation>
    </message>
    <message>
        <source>Waiting for {pm}</source>
        <translation>{pm} を待機中</translation>
    </message>
    <message>
        <source>Replicating to {pm}</source>
        <translation>{pm} にレプリケート中</translation>
    </message>
    <message>
        <source>Cancelled; nothing was left behind</source>
        <translation>キャンセル済み (残存データなし)</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Failed by a failover; start a new snapshot</source>
        <translation>フェールオーバーにより失敗。新しいスナップショットを開始してください</translation>
    </message>
    <message>
        <source>Failed: {cause}</source>
        <translation>失敗: {cause}</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{total} 中 {done}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>残り {time}</translation>
    </message>
    <message>
        <source>{vm}: {step}</source>
        <translation>{vm}: {step}</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>{step}: {done} of {total}, {rate} per second</source>
        <translation>{step}: {total} 中 {done}、毎秒 {rate}</translation>
    </message>
    <message>
        <source>{pm}: {done} of {total} read</source>
        <translation>{pm}: {total} 中 {done} を読み取り済み</translation>
    </message>
    <message>
        <source>The primary PM has taken the run over (snapshot {snapshot}).</source>
        <translation>プライマリ PM が処理を引き継ぎました (スナップショット {snapshot})。</translation>
    </message>
    <message>
        <source>The guest was frozen for {milliseconds} ms (file systems: {filesystems}).</source>
        <translation>ゲストは {milliseconds} ミリ秒間フリーズされました (ファイル システム: {filesystems})。</translation>
    </message>
    <message>
        <source>The link to {pm} is lost. The run goes on there and is followed again as soon as the link is back.</source>
        <translation>{pm} への接続が失われました。処理は {pm} 上で続行され、接続が回復すると表示も再開されます。</translation>
    </message>
    <message>
        <source>System {system} was read.</source>
        <translation>システム {system} の状態を取得しました。</translation>
    </message>
    <message>
        <source>waiting until {vm} has shut down: {seconds} s of at most {limit} s</source>
        <translation>{vm} のシャットダウンを待機中: {seconds} 秒 (最大 {limit} 秒)</translation>
    </message>
    <message>
        <source>moving {vm} to {pm}: {done} of {total}</source>
        <translation>{vm} を {pm} に移動中: {done} / {total}</translation>
    </message>
    <message>
        <source>moving {vm} to {pm}</source>
        <translation>{vm} を {pm} に移動中</translation>
    </message>
    <message>
        <source>Pacemaker takes its VMs off {pm}: {left} left, {seconds} s of at most {limit} s</source>
        <translation>Pacemaker が {pm} から仮想マシンを移動中: 残り {left}、{seconds} 秒 (最大 {limit} 秒)</translation>
    </message>
    <message>
        <source>{consistency}: {reason}</source>
        <translation>{consistency}: {reason}</translation>
    </message>
    <message>
        <source>{pm}: {subject}: {problem}</source>
        <translation>{pm}: {subject}: {problem}</translation>
    </message>
    <message>
        <source>{pm}: {subject}: in order ({detail})</source>
        <translation>{pm}: {subject}: 正常 ({detail})</translation>
    </message>
    <message>
        <source>{pm}: {subject}: in order</source>
        <translation>{pm}: {subject}: 正常</translation>
    </message>
    <message>
        <source>{vm} moved from {pm} to {now_on} before its snapshot was whole on {pm}, so the snapshot failed.</source>
        <translation>スナップショットが {pm} 上で完成する前に {vm} が {pm} から {now_on} に移ったため、スナップショットは失敗しました。</translation>
    </message>
    <message>
        <source>{vm} stopped running on {pm} before its snapshot was whole there, so the snapshot failed.</source>
        <translation>スナップショットが {pm} 上で完成する前に {vm} が {pm} での実行を停止したため、スナップショットは失敗しました。</translation>
    </message>
    <message>
        <source>Start a new snapshot of {vm} as soon as it runs steadily. What was written of the failed one is deleted automatically on both PMs, and {vm} itself was not touched.</source>
        <translation>{vm} の動作が安定したら、新しいスナップショットを開始してください。失敗したスナップショットのデータは両方の PM から自動的に削除されます。{vm} の動作には影響していません。</translation>
    </message>
    <message>
        <source>{vm} was started or its volumes were changed while they were read. The snapshot failed and is cleared away.</source>
        <translation>読み取り中に {vm} が起動されたか、ボリュームが変更されました。スナップショットは失敗し、そのデータは削除されます。</translation>
    </message>
    <message>
        <source>Start a new snapshot of {vm}.</source>
        <translation>{vm} の新しいスナップショットを開始してください。</translation>
    </message>
    <message>
        <source>The guest of {vm} could not be frozen, and application consistency was required. The snapshot is cleared away.</source>
        <translation>アプリケーション整合性が必須に指定されていますが、{vm} のゲストをフリーズできませんでした。スナップショットのデータは削除されます。</translation>
    </message>
    <message>
        <source>Look into the log of qemu-guest-agent in the guest (on Windows: the VSS writers, vssadmin list writers), then try again; or allow a crash-consistent snapshot.</source>
        <translation>ゲスト内の qemu-guest-agent のログ (Windows の場合は vssadmin list writers で VSS ライター) を確認してから再試行するか、クラッシュ整合性のスナップショットを許可してください。</translation>
    </message>
    <message>
        <source>A write of the snapshot job failed, and QEMU paused {vm}. The job was ended.</source>
        <translation>スナップショット ジョブの書き込みが失敗し、QEMU が {vm} を一時停止しました。ジョブは終了されました。</translation>
    </message>
    <message>
        <source>{vm} was resumed and runs again. Check the disk that holds the containers, then start a new snapshot.</source>
        <translation>{vm} は再開され、実行中です。コンテナが置かれているディスクを確認してから、新しいスナップショットを開始してください。</translation>
    </message>
    <message>
        <source>Free disk space on the primary PM, then resume {vm} (virsh resume {vm:word}).</source>
        <translation>プライマリ PM のディスク容量を空けてから、{vm} を再開してください (virsh resume {vm:word})。</translation>
    </message>
    <message>
        <source>The data of {vm} could not be copied. The snapshot is cleared away; the VM was not affected.</source>
        <translation>{vm} のデータをコピーできませんでした。スナップショットのデータは削除されます。仮想マシンへの影響はありません。</translation>
    </message>
    <message>
        <source>Copy the details and look into the log of {vm} on its primary PM (/var/log/libvirt/qemu), then start a new snapshot.</source>
        <translation>詳細をコピーし、プライマリ PM 上の {vm} のログ (/var/log/libvirt/qemu) を確認してから、新しいスナップショットを開始してください。</translation>
    </message>
    <message>
        <source>What was written on {pm} does not match what should have been written. The snapshot is cleared away.</source>
        <translation>{pm} に書き込まれた内容が、書き込むべき内容と一致しません。スナップショットのデータは削除されます。</translation>
    </message>
    <message>
        <source>Check the disks and the memory of {pm}, then start a new snapshot.</source>
        <translation>{pm} のディスクとメモリを確認してから、新しいスナップショットを開始してください。</translation>
    </message>
    <message>
        <source>Disk space on {pm} was running out ({path}: {free} left), and the job was ended before the disk was full.</source>
        <translation>{pm} のディスク容量が残り少なくなったため ({path}: 残り {free})、ディスクがいっぱいになる前に処理を終了しました。</translation>
    </message>
    <message>
        <source>Free disk space on {pm}, then try again. The VM was not affected.</source>
        <translation>{pm} のディスク容量を空けてから、もう一度実行してください。仮想マシンに影響はありません。</translation>
    </message>
    <message>
        <source>The job on {pm} that worked for {vm} ended without a word.</source>
        <translation>{pm} で {vm} のために動いていたジョブが、何も報告せずに終了しました。</translation>
    </message>
    <message>
        <source>A job on {pm} ended without a word.</source>
        <translation>{pm} のジョブが、何も報告せずに終了しました。</translation>
    </message>
    <message>
        <source>Check whether {pm} was restarted or ran out of memory (journalctl -b -1), then try again. What was left half done is cleared away.</source>
        <translation>{pm} が再起動されていないか、メモリ不足になっていないかを確認し (journalctl -b -1)、もう一度実行してください。途中まで書き込まれたものは自動的に片付けられます。</translation>
    </message>
    <message>
        <source>Cancelled by {by}.</source>
        <translation>{by} によってキャンセルされました。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>キャンセルされました。</translation>
    </message>
    <message>
        <source>Nothing of it is left behind. Try again whenever you like.</source>
        <translation>途中のものは何も残っていません。いつでももう一度実行できます。</translation>
    </message>
    <message>
        <source>The snapshot is whole on {pm}; replication to {peer} waits until {peer} is back.</source>
        <translation>スナップショットは {pm} 上では完成しています。{peer} へのレプリケーションは {peer} の復帰を待っています。</translation>
    </message>
    <message>
        <source>Bring {peer} back; replication is then taken up by itself. Until then only {pm} holds the snapshot.</source>
        <translation>{peer} を復帰させてください。レプリケーションは自動的に再開されます。それまでスナップショットは {pm} だけに保存されています。</translation>
    </message>
    <message>
        <source>The snapshot of {vm} is only crash-consistent: {reason}</source>
        <translation>{vm} のスナップショットはクラッシュ整合性です: {reason}</translation>
    </message>
    <message>
        <source>Look into the log of qemu-guest-agent in the guest, then take another snapshot if you need application consistency.</source>
        <translation>ゲスト内の qemu-guest-agent のログを確認し、アプリケーション整合性が必要な場合は、もう一度スナップショットを作成してください。</translation>
    </message>
    <message>
        <source>The guest of {vm} was thawed by the guard, because the snapshot job did not thaw it in time.</source>
        <translation>スナップショット ジョブが時間内にフリーズを解除しなかったため、監視プロセスが {vm} のゲストのフリーズを解除しました。</translation>
    </message>
    <message>
        <source>{vm} runs as usual. Check the load of its primary PM and of the disk that holds the containers.</source>
        <translation>{vm} は通常どおり実行中です。プライマリ PM と、コンテナが置かれているディスクの負荷を確認してください。</translation>
    </message>
    <message>
        <source>The guest of {vm} could not be thawed yet; Twinpoint keeps trying.</source>
        <translation>{vm} のゲストのフリーズをまだ解除できていません。Twinpoint は解除を試み続けます。</translation>
    </message>
    <message>
        <source>If programs in {vm} hang, run virsh domfsthaw {vm:word} on its primary PM, or restart qemu-guest-agent in the guest.</source>
        <translation>{vm} 内のプログラムが停止している場合は、プライマリ PM で virsh domfsthaw {vm:word} を実行するか、ゲスト内の qemu-guest-agent を再起動してください。</translation>
    </message>
    <message>
        <source>The files of this snapshot on {pm} do not match what was written.</source>
        <translation>{pm} 上のこのスナップショットのファイルが、書き込まれた内容と一致しません。</translation>
    </message>
    <message>
        <source>Check the disks of {pm}. Run “twinpointctl repair”, which fetches the files from the other PM where it can.</source>
        <translation>{pm} のディスクを確認してください。「twinpointctl repair」を実行すると、可能な場合はもう一方の PM からファイルを取得します。</translation>
    </message>
    <message>
        <source>Snapshot {name} of {vm} is damaged on both PMs; neither can replace the other.</source>
        <translation>{vm} のスナップショット {name} は両方の PM で損傷しているため、一方から復元できません。</translation>
    </message>
    <message>
        <source>Take a new snapshot of {vm} now: it does not build on the damaged one. Check the disks of both PMs.</source>
        <translation>今すぐ {vm} の新しいスナップショットを作成してください。損傷したスナップショットは使用されません。両方の PM のディスクを確認してください。</translation>
    </message>
    <message>
        <source>The newest snapshot of {vm} on {pm} differs from {vm} itself in places that {vm} has not written to since.</source>
        <translation>{pm} 上の {vm} の最新のスナップショットが、その後書き込みのない箇所で {vm} の内容と異なっています。</translation>
    </message>
    <message>
        <source>Take a new snapshot of {vm}: it reads everything again. Verify the older ones (“twinpointctl snapshot verify”) and check the disks and the memory of {pm}.</source>
        <translation>{vm} の新しいスナップショットを作成してください。すべてのデータが読み取り直されます。以前のスナップショットを検証し (「twinpointctl snapshot verify」)、{pm} のディスクとメモリを確認してください。</translation>
    </message>
    <message>
        <source>A record on {pm} cannot be read: {path}.</source>
        <translation>{pm} 上の記録を読み取れません: {path}</translation>
    </message>
    <message>
        <source>If a newer Twinpoint wrote it, update this console. Otherwise run “twinpointctl repair”. The record is left as it is.</source>
        <translation>新しいバージョンの Twinpoint が書き込んだ記録であれば、このコンソールを更新してください。それ以外の場合は「twinpointctl repair」を実行してください。記録は変更されません。</translation>
    </message>
    <message>
        <source>{pm} reported something that this version of Twinpoint has no words for.</source>
        <translation>{pm} から、このバージョンの Twinpoint では説明できない報告がありました。</translation>
    </message>
    <message>
        <source>Something went wrong that this version of Twinpoint has no words for.</source>
        <translation>このバージョンの Twinpoint では説明できない問題が発生しました。</translation>
    </message>
    <message>
        <source>Copy the details. A newer Twinpoint may know what this means; the log of this console tells more (Help &gt; Twinpoint Help shows where it is).</source>
        <translation>詳細をコピーしてください。新しいバージョンの Twinpoint では説明が表示される可能性があります。詳しくはこのコンソールのログを参照してください (場所は [ヘルプ] &gt; [Twinpoint ヘルプ] に表示されます)。</translation>
    </message>
    <message>
        <source>{pm} does not answer.</source>
        <translation>{pm} が応答しません。</translation>
    </message>
    <message>
        <source>Check that {pm} is switched on and that its network and SSH service work. Twinpoint keeps trying; “twinpointctl system check” shows what it gets.</source>
        <translation>{pm} の電源が入っていること、ネットワークと SSH サービスが動作していることを確認してください。Twinpoint は接続を試み続けます。「twinpointctl system check」で接続の結果を確認できます。</translation>
    </message>
    <message>
        <source>The host key of {pm} is not known yet ({host}: {key_type} {fingerprint}).</source>
        <translation>{pm} のホスト鍵はまだ登録されていません ({host}: {key_type} {fingerprint})。</translation>
    </message>
    <message>
        <source>Compare the fingerprint with the one shown on {pm} itself (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub). If they are the same, choose System &gt; Edit System, or log in to {pm} once with ssh, so that the key is kept as {host} in the known_hosts file of this system.</source>
        <translation>{pm} 自身で表示されるフィンガープリント (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) と見比べてください。一致する場合は、[システム] &gt; [システムを編集] を選ぶか、ssh で {pm} に一度ログインして、このシステムの known_hosts ファイルに鍵を {host} として保存してください。</translation>
    </message>
    <message>
        <source>{pm} shows another host key than before ({host}: {key_type} {fingerprint}). Somebody may be listening, or {pm} was installed anew.</source>
        <translation>{pm} のホスト鍵が以前と異なります ({host}: {key_type} {fingerprint})。通信が傍受されているか、{pm} が再インストールされた可能性があります。</translation>
    </message>
    <message>
        <source>{pm} does not let {user} log in.</source>
        <translation>{user} は {pm} にログインできません。</translation>
    </message>
    <message>
        <source>Do not go on until you know why. If {pm} was installed anew, compare the fingerprint there, then remove the old key with ssh-keygen -R &apos;{host}&apos; and choose System &gt; Edit System, or log in to {pm} once with ssh.</source>
        <translation>理由が分かるまで先に進まないでください。{pm} を再インストールした場合は、{pm} 自身でフィンガープリントを確認し、ssh-keygen -R &apos;{host}&apos; で古い鍵を削除してから、[システム] &gt; [システムを編集] を選ぶか、ssh で {pm} に一度ログインしてください。</translation>
    </message>
    <message>
        <source>{pm} has not answered yet.</source>
        <translation>{pm} はまだ応答していません。</translation>
    </message>
    <message>
        <source>Wait a moment: what is shown was last known before, and is brought up to date by itself as soon as {pm} answers.</source>
        <translation>しばらくお待ちください。表示しているのは以前に確認した情報で、{pm} が応答すると自動的に最新の情報に更新されます。</translation>
    </message>
    <message>
        <source>Choose System &gt; Edit System to let a key in with a password; or add your public key to ~/.ssh/authorized_keys of {user} on {pm}, and make sure that your SSH agent holds the private key.</source>
        <translation>[システム] &gt; [システムを編集] を選び、パスワードを使って鍵を登録してください。または、{pm} の {user} の ~/.ssh/authorized_keys に公開鍵を追加し、SSH エージェントに秘密鍵があることを確かめてください。</translation>
    </message>
    <message>
        <source>On {pm}, the shell of {user} prints text of its own when a command is run by SSH, so that no program can talk to {pm}.</source>
        <translation>{pm} では、SSH でコマンドを実行すると {user} のシェルが余分な文字を出力します。このため、プログラムが {pm} と通信できません。</translation>
    </message>
    <message>
        <source>Let the shell&apos;s start files on {pm} (~/.bashrc, ~/.zshenv, /etc/bash.bashrc …) print only where there is a terminal. “ssh {user}@{pm} true” must print nothing.</source>
        <translation>{pm} のシェルの起動ファイル (~/.bashrc、~/.zshenv、/etc/bash.bashrc など) で、端末があるときだけ出力するようにしてください。「ssh {user}@{pm} true」を実行して何も表示されなければ正常です。</translation>
    </message>
    <message>
        <source>{user} may look at {pm} but not change anything there: sudo -n is refused.</source>
        <translation>{user} は {pm} の状態を表示できますが、変更はできません: sudo -n が拒否されました。</translation>
    </message>
    <message>
        <source>Allow {user} on {pm} to run commands as root without a password (a file in /etc/sudoers.d), or let Twinpoint log in as root.</source>
        <translation>{pm} で {user} がパスワードなしで root としてコマンドを実行できるようにするか (/etc/sudoers.d のファイル)、Twinpoint が root としてログインするように設定してください。</translation>
    </message>
    <message>
        <source>libvirt on {pm} refuses {user}.</source>
        <translation>{pm} の libvirt が {user} を拒否しました。</translation>
    </message>
    <message>
        <source>Add {user} on {pm} to the group libvirt (usermod -aG libvirt {user}), then choose System &gt; Refresh.</source>
        <translation>{pm} で {user} をグループ libvirt に追加し (usermod -aG libvirt {user})、[システム] &gt; [更新] を選択してください。</translation>
    </message>
    <message>
        <source>{pm} is reachable, but its libvirt does not answer.</source>
        <translation>{pm} には接続できますが、libvirt が応答しません。</translation>
    </message>
    <message>
        <source>Start libvirt on {pm} (systemctl start libvirtd, or virtqemud). Twinpoint notices by itself.</source>
        <translation>{pm} で libvirt を起動してください (systemctl start libvirtd または virtqemud)。Twinpoint は自動的に検出します。</translation>
    </message>
    <message>
        <source>{pm} is in maintenance mode (by {by}, since {since}).</source>
        <translation>{pm} はメンテナンス モードです ({by} が {since} に開始)。</translation>
    </message>
    <message>
        <source>{pm} is in maintenance mode.</source>
        <translation>{pm} はメンテナンス モードです。</translation>
    </message>
    <message>
        <source>Take {pm} out of maintenance mode when the work on it is done; Twinpoint notices by itself.</source>
        <translation>作業が終わったら {pm} のメンテナンス モードを終了してください。Twinpoint は自動的に検出します。</translation>
    </message>
    <message>
        <source>{pm} is synchronizing.</source>
        <translation>{pm} は同期中です。</translation>
    </message>
    <message>
        <source>Wait until {pm} is in step again; the Physical Machines page shows its state. No action is needed.</source>
        <translation>{pm} の同期が完了するまでお待ちください。状態は [物理マシン] ページに表示されます。操作は必要ありません。</translation>
    </message>
    <message>
        <source>{tool} on {pm} is too old: version {found}; {needed} or newer is needed.</source>
        <translation>{pm} の {tool} は古すぎます: バージョン {found}。{needed} 以降が必要です。</translation>
    </message>
    <message>
        <source>{tool} is missing on {pm}.</source>
        <translation>{pm} に {tool} がありません。</translation>
    </message>
    <message>
        <source>Install or update {tool} on {pm}, then choose System &gt; Refresh.</source>
        <translation>{pm} に {tool} をインストールするか、更新してから、[システム] &gt; [更新] を選択してください。</translation>
    </message>
    <message>
        <source>{tool} on {pm} ended with an error.</source>
        <translation>{pm} の {tool} がエラーで終了しました。</translation>
    </message>
    <message>
        <source>The details are what {tool} said. Put right on {pm} what it complains of, then try again.</source>
        <translation>詳細は {tool} が出力したメッセージです。{pm} でその原因を取り除いてから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>Both addresses of the system lead to the same host, {pm} ({uuid}).</source>
        <translation>システムの 2 つのアドレスが、同じホスト {pm} ({uuid}) を指しています。</translation>
    </message>
    <message>
        <source>Give the system the addresses of two different hosts (System &gt; Edit System, or “twinpointctl system add --replace”). If the hosts are clones, give one of them a new host_uuid in /etc/libvirt/libvirtd.conf.</source>
        <translation>システムに異なる 2 台のホストのアドレスを設定してください ([システム] &gt; [システムを編集]、または「twinpointctl system add --replace」)。ホストが複製されたものである場合は、一方の /etc/libvirt/libvirtd.conf で新しい host_uuid を設定してください。</translation>
    </message>
    <message>
        <source>Make sure that {pm} reaches the SSH port of {peer}; “twinpointctl system check” tries it. If the key or a host key has changed, System &gt; Edit System, or “twinpointctl system add --replace”, sets up the link between the PMs again.</source>
        <translation>{pm} から {peer} の SSH ポートに接続できることを確かめてください。「twinpointctl system check」で試せます。鍵またはホスト鍵が変わった場合は、[システム] &gt; [システムを編集] か「twinpointctl system add --replace」で PM 間のリンクを設定し直せます。</translation>
    </message>
    <message>
        <source>{pm} cannot reach {peer} to replicate snapshots.</source>
        <translation>{pm} から {peer} にスナップショットをレプリケートできません。</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>synchronizing</source>
        <translation>同期中</translation>
    </message>
    <message>
        <source>maintenance mode</source>
        <translation>メンテナンス モード</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>libvirt 停止</translation>
    </message>
    <message>
        <source>unreachable</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>booting</source>
        <translation>ブート中</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>停止中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>paused by a disk error</source>
        <translation>ディスク エラーで一時停止</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>クラッシュ</translation>
    </message>
    <message>
        <source>migrating</source>
        <translation>移行中</translation>
    </message>
    <message>
        <source>suspended</source>
        <translation>サスペンド</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>破損</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>being written</source>
        <translation>書き込み中</translation>
    </message>
    <message>
        <source>whole and verified</source>
        <translation>完全 (検証済み)</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>損傷</translation>
    </message>
    <message>
        <source>failed; being cleared away</source>
        <translation>失敗 (削除中)</translation>
    </message>
    <message>
        <source>not known: the PM is out of reach</source>
        <translation>不明 (PM が応答しません)</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>全体</translation>
    </message>
    <message>
        <source>what changed since the last snapshot</source>
        <translation>前回のスナップショットからの変更分</translation>
    </message>
    <message>
        <source>what differs, found by comparing</source>
        <translation>比較で検出した差分</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>確認中</translation>
    </message>
    <message>
        <source>announcing to both PMs</source>
        <translation>両方の PM に通知中</translation>
    </message>
    <message>
        <source>freezing the guest</source>
        <translation>ゲストをフリーズ中</translation>
    </message>
    <message>
        <source>taking the snapshot</source>
        <translation>スナップショットを作成中</translation>
    </message>
    <message>
        <source>thawing the guest</source>
        <translation>ゲストのフリーズを解除中</translation>
    </message>
    <message>
        <source>replicating</source>
        <translation>レプリケート中</translation>
    </message>
    <message>
        <source>verifying</source>
        <translation>検証中</translation>
    </message>
    <message>
        <source>merging</source>
        <translation>統合中</translation>
    </message>
    <message>
        <source>reading the package</source>
        <translation>パッケージを読み取り中</translation>
    </message>
    <message>
        <source>copying volumes</source>
        <translation>ボリュームをコピー中</translation>
    </message>
    <message>
        <source>converting volumes</source>
        <translation>ボリュームを変換中</translation>
    </message>
    <message>
        <source>defining the VM</source>
        <translation>仮想マシンを定義中</translation>
    </message>
    <message>
        <source>starting the VM</source>
        <translation>仮想マシンを起動中</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Application-consistent</source>
        <translation>アプリケーション整合性</translation>
    </message>
    <message>
        <source>Crash-consistent</source>
        <translation>クラッシュ整合性</translation>
    </message>
    <message>
        <source>the guest agent answers and freezes the guest.</source>
        <translation>ゲスト エージェントが応答し、ゲストをフリーズします。</translation>
    </message>
    <message>
        <source>the guest was shut down in an orderly way.</source>
        <translation>ゲストは正常にシャットダウンされています。</translation>
    </message>
    <message>
        <source>the VM was off without an orderly shutdown.</source>
        <translation>仮想マシンは、正常なシャットダウンを経ずに停止しています。</translation>
    </message>
    <message>
        <source>the VM has no channel for a guest agent.</source>
        <translation>仮想マシンにゲスト エージェント用のチャネルがありません。</translation>
    </message>
    <message>
        <source>the guest agent does not answer.</source>
        <translation>ゲスト エージェントが応答しません。</translation>
    </message>
    <message>
        <source>the guest agent could not freeze the guest.</source>
        <translation>ゲスト エージェントがゲストをフリーズできませんでした。</translation>
    </message>
    <message>
        <source>not every file system could be frozen.</source>
        <translation>一部のファイル システムをフリーズできませんでした。</translation>
    </message>
    <message>
        <source>the guest thawed before the point was fixed.</source>
        <translation>時点が確定する前にゲストのフリーズが解除されました。</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>応答あり</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>the VM is off</source>
        <translation>仮想マシンは停止しています</translation>
    </message>
    <message>
        <source>not set up</source>
        <translation>未設定</translation>
    </message>
    <message>
        <source>freeze file systems</source>
        <translation>ファイル システムのフリーズ</translation>
    </message>
    <message>
        <source>list file systems</source>
        <translation>ファイル システムの一覧取得</translation>
    </message>
    <message>
        <source>shut the guest down</source>
        <translation>ゲストのシャットダウン</translation>
    </message>
    <message>
        <source>run commands</source>
        <translation>コマンドの実行</translation>
    </message>
    <message>
        <source>BIOS</source>
        <translation>BIOS</translation>
    </message>
    <message>
        <source>UEFI</source>
        <translation>UEFI</translation>
    </message>
    <message>
        <source>it is a device handed through to the guest</source>
        <translation>ゲストにパススルーされたデバイスです</translation>
    </message>
    <message>
        <source>it is a network disk without snapshot support</source>
        <translation>スナップショットに対応していないネットワーク ディスクです</translation>
    </message>
    <message>
        <source>it is read-only</source>
        <translation>読み取り専用です</translation>
    </message>
    <message>
        <source>it has no medium</source>
        <translation>メディアがありません</translation>
    </message>
    <message>
        <source>its writes are discarded at shutdown</source>
        <translation>書き込みがシャットダウン時に破棄されます</translation>
    </message>
    <message>
        <source>its format is neither qcow2 nor raw</source>
        <translation>形式が qcow2 でも raw でもありません</translation>
    </message>
    <message>
        <source>it is encrypted, and its snapshot would not be</source>
        <translation>暗号化されており、スナップショットは暗号化されません</translation>
    </message>
    <message>
        <source>it is a part of a file or a device only</source>
        <translation>ファイルまたはデバイスの一部だけを使うディスクです</translation>
    </message>
    <message>
        <source>a snapshot is being taken</source>
        <translation>スナップショットを作成中</translation>
    </message>
    <message>
        <source>snapshots are being merged</source>
        <translation>スナップショットを統合中</translation>
    </message>
    <message>
        <source>a snapshot is being replicated</source>
        <translation>スナップショットをレプリケート中</translation>
    </message>
    <message>
        <source>a VM is being made of a snapshot</source>
        <translation>スナップショットから仮想マシンを作成中</translation>
    </message>
    <message>
        <source>it is being rolled back to a snapshot</source>
        <translation>スナップショットの時点に戻し中</translation>
    </message>
    <message>
        <source>a snapshot is being exported</source>
        <translation>スナップショットをエクスポート中</translation>
    </message>
    <message>
        <source>it is being imported</source>
        <translation>インポート中</translation>
    </message>
    <message>
        <source>it is being compared with its snapshot</source>
        <translation>スナップショットと比較中</translation>
    </message>
    <message>
        <source>an unfinished run is being cleared away</source>
        <translation>未完了の実行を削除中</translation>
    </message>
    <message>
        <source>There is no VM {vm} in this system.</source>
        <translation>このシステムに仮想マシン {vm} はありません。</translation>
    </message>
    <message>
        <source>Choose a VM from the list; “twinpointctl vm list” shows all of them.</source>
        <translation>一覧から仮想マシンを選択してください。「twinpointctl vm list」ですべての仮想マシンを表示できます。</translation>
    </message>
    <message>
        <source>{vm} boots with UEFI firmware. Twinpoint takes snapshots only of VMs that boot with BIOS firmware.</source>
        <translation>{vm} は UEFI ファームウェアでブートします。Twinpoint がスナップショットを作成できるのは、BIOS ファームウェアでブートする仮想マシンだけです。</translation>
    </message>
    <message>
        <source>Protect {vm} with a backup made inside the guest, or install the guest anew in a VM with BIOS firmware.</source>
        <translation>{vm} はゲスト内のバックアップで保護するか、BIOS ファームウェアの仮想マシンにゲストをインストールし直してください。</translation>
    </message>
    <message>
        <source>{vm} is in the state “{state}”; snapshots are taken of running and of stopped VMs.</source>
        <translation>{vm} の状態は「{state}」です。スナップショットを作成できるのは、実行中または停止状態の仮想マシンです。</translation>
    </message>
    <message>
        <source>Wait until {vm} is running, or start it, resume it or shut it down, and then take the snapshot.</source>
        <translation>{vm} が実行中になるのを待つか、起動、再開、またはシャットダウンしてから、スナップショットを作成してください。</translation>
    </message>
    <message>
        <source>{vm} runs on both PMs at the same time. Its volumes are in danger.</source>
        <translation>{vm} が両方の PM で同時に実行されています。ボリュームが破壊されるおそれがあります。</translation>
    </message>
    <message>
        <source>Power off {vm} at once on the PM where it should not run, and check its data before you go on. Twinpoint leaves {vm} alone until then.</source>
        <translation>{vm} を実行すべきでない方の PM で直ちに電源オフにし、データを確認してから続行してください。それまで Twinpoint は {vm} を操作しません。</translation>
    </message>
    <message>
        <source>The boot volume {target} of {vm} was left out; every snapshot includes it.</source>
        <translation>{vm} のブート ボリューム {target} が含まれていません。スナップショットには必ずブート ボリュームが必要です。</translation>
    </message>
    <message>
        <source>Include {target}: without its boot volume a snapshot cannot become a VM again.</source>
        <translation>{target} を含めてください。ブート ボリュームのないスナップショットから仮想マシンを作成することはできません。</translation>
    </message>
    <message>
        <source>It cannot be told which volume {vm} boots from.</source>
        <translation>{vm} のブート ボリュームを特定できません。</translation>
    </message>
    <message>
        <source>Mark the boot volume in the VM&apos;s definition (virsh edit {vm:word}: &lt;boot order=&apos;1&apos;/&gt; in the disk it boots from).</source>
        <translation>仮想マシンの定義でブート ボリュームを指定してください (virsh edit {vm:word}: ブートするディスクに &lt;boot order=&apos;1&apos;/&gt;)。</translation>
    </message>
    <message>
        <source>{vm} has no volume {target}.</source>
        <translation>{vm} にボリューム {target} はありません。</translation>
    </message>
    <message>
        <source>“twinpointctl vm show {vm:word}” lists its volumes.</source>
        <translation>「twinpointctl vm show {vm:word}」でボリュームの一覧を表示できます。</translation>
    </message>
    <message>
        <source>Volume {target} of {vm} cannot be captured: {obstacle}.</source>
        <translation>{vm} のボリューム {target} はキャプチャできません: {obstacle}。</translation>
    </message>
    <message>
        <source>Untick {target} to take the snapshot without it. If it is the boot volume, move its data to a qcow2 or raw disk first.</source>
        <translation>{target} のチェックを外すと、このボリュームを除いてスナップショットを作成できます。ブート ボリュームの場合は、先にデータを qcow2 または raw のディスクに移してください。</translation>
    </message>
    <message>
        <source>The container of volume {target} of {vm} is too small on {pm}: the snapshot may need {needed}, and {free} of {capacity} are left.</source>
        <translation>{pm} 上の {vm} のボリューム {target} のボリューム コンテナが小さすぎます: スナップショットには最大 {needed} が必要ですが、{capacity} 中 {free} しか残っていません。</translation>
    </message>
    <message>
        <source>Delete snapshots of {vm} that are no longer needed, or make the container larger: Expand on the Volume Containers page, or “twinpointctl container expand {vm:word} {target:word} SIZE”.</source>
        <translation>不要になった {vm} のスナップショットを削除するか、コンテナを拡張してください。拡張するには、[ボリューム コンテナ] ページの [拡張] を使うか、「twinpointctl container expand {vm:word} {target:word} SIZE」を実行します。</translation>
    </message>
    <message>
        <source>{pm} has too little disk space in {path}: {needed} may be needed, and {free} are left.</source>
        <translation>{pm} の {path} のディスク容量が足りません。最大 {needed} が必要ですが、残りは {free} です。</translation>
    </message>
    <message>
        <source>Free disk space on {pm} or enlarge the file system that holds {path}, then try again.</source>
        <translation>{pm} のディスク容量を空けるか、{path} のあるファイル システムを拡張してから、再試行してください。</translation>
    </message>
    <message>
        <source>Snapshots are disabled for this system (by {by}, since {since}).</source>
        <translation>このシステムではスナップショットが無効です ({by} が {since} に無効化)。</translation>
    </message>
    <message>
        <source>Snapshots are disabled for this system.</source>
        <translation>このシステムではスナップショットが無効です。</translation>
    </message>
    <message>
        <source>Choose System &gt; Enable Snapshots, or run “twinpointctl snapshots enable”. Existing snapshots stay usable all the while.</source>
        <translation>[システム] &gt; [スナップショットを有効にする] を選択するか、「twinpointctl snapshots enable」を実行してください。既存のスナップショットは引き続き使用できます。</translation>
    </message>
    <message>
        <source>{vm} is busy: {activity} (by {owner}, since {since}).</source>
        <translation>{vm} は処理中です: {activity} ({owner} が {since} に開始)。</translation>
    </message>
    <message>
        <source>Snapshot {name} of {vm} is still being made.</source>
        <translation>{vm} のスナップショット {name} はまだ作成中です。</translation>
    </message>
    <message>
        <source>Wait until it is done, or cancel it in the progress panel. Then try again.</source>
        <translation>完了を待つか、[進行状況] パネルでキャンセルしてから、再試行してください。</translation>
    </message>
    <message>
        <source>No PM that takes part now holds snapshot {name} of {vm} whole.</source>
        <translation>現在使用できる PM に、{vm} のスナップショット {name} の完全なコピーがありません。</translation>
    </message>
    <message>
        <source>Bring the PM that holds it back. If the snapshot is damaged, run “twinpointctl repair”.</source>
        <translation>コピーを保持している PM を復帰させてください。スナップショットが損傷している場合は、「twinpointctl repair」を実行してください。</translation>
    </message>
    <message>
        <source>A VM cannot be named “{name}”: the name is empty, longer than {limit} characters, begins or ends with a space, reads like an id, or has a slash or control characters in it.</source>
        <translation>仮想マシンに「{name}」という名前は付けられません。名前が空か、{limit} 文字を超えているか、先頭または末尾が空白か、ID のように読めるか、スラッシュまたは制御文字を含んでいます。</translation>
    </message>
    <message>
        <source>Choose another name for the VM.</source>
        <translation>仮想マシンに別の名前を付けてください。</translation>
    </message>
    <message>
        <source>{pm} already has a VM named “{name}”.</source>
        <translation>{pm} には「{name}」という名前の仮想マシンがすでにあります。</translation>
    </message>
    <message>
        <source>Choose a name that no VM has on either PM, then try again.</source>
        <translation>どちらの PM でも使われていない名前を選び、もう一度実行してください。</translation>
    </message>
    <message>
        <source>{pm} does not hold snapshot {snapshot} whole, with all that it builds on.</source>
        <translation>{pm} には、スナップショット {snapshot} とその元になるものが完全な形でそろっていません。</translation>
    </message>
    <message>
        <source>Choose the other PM, or wait until replication is done. A damaged copy is healed with “twinpointctl snapshot verify --heal {snapshot:word}”.</source>
        <translation>もう一方の PM を選ぶか、レプリケーションが終わるまで待ってください。損傷したコピーは「twinpointctl snapshot verify --heal {snapshot:word}」で修復できます。</translation>
    </message>
    <message>
        <source>{pm} has no folder {path} in which the new volumes could be made.</source>
        <translation>{pm} に、新しいボリュームを作成するフォルダー {path} がありません。</translation>
    </message>
    <message>
        <source>Make the folder on {pm}, or name another one (twinpointctl: --folder).</source>
        <translation>{pm} にフォルダーを作成するか、別のフォルダーを指定してください (twinpointctl: --folder)。</translation>
    </message>
    <message>
        <source>The definition in the snapshot fixes the memory and the processors of each NUMA node, or lets memory be plugged in, so {what} cannot be changed.</source>
        <translation>スナップショット内の定義が NUMA ノードごとにメモリとプロセッサを決めているか、メモリの追加接続を許しているため、{what}は変更できません。</translation>
    </message>
    <message>
        <source>Create the VM {vm} as large as it was, then change it with virsh edit.</source>
        <translation>仮想マシン {vm} を元の大きさのまま作成し、その後 virsh edit で変更してください。</translation>
    </message>
    <message>
        <source>{vm} is in the state “{state}” on {pm}; only a stopped VM can be rolled back.</source>
        <translation>{pm} での {vm} の状態は「{state}」です。ロールバックできるのは停止している仮想マシンだけです。</translation>
    </message>
    <message>
        <source>{vm} is in the state “{state}”; only a stopped VM can be rolled back.</source>
        <translation>{vm} の状態は「{state}」です。ロールバックできるのは停止している仮想マシンだけです。</translation>
    </message>
    <message>
        <source>Shut {vm} down, then try again.</source>
        <translation>{vm} をシャットダウンしてから、もう一度実行してください。</translation>
    </message>
    <message>
        <source>The memory of {vm} was saved on {pm}. If it went on from there after a roll back, it would destroy its data.</source>
        <translation>{pm} に {vm} のメモリが保存されています。ロールバックの後にそこから再開すると、データが壊れます。</translation>
    </message>
    <message>
        <source>Start {vm} and shut it down, or give the saved memory up with virsh managedsave-remove {vm:word} on {pm}.</source>
        <translation>{vm} を起動してシャットダウンするか、{pm} で virsh managedsave-remove {vm:word} を実行して、保存されたメモリを破棄してください。</translation>
    </message>
    <message>
        <source>Volume {target} of {vm} is another one than in the snapshot: {now} instead of {was}.</source>
        <translation>{vm} のボリューム {target} は、スナップショットのときとは別のものです ({was} ではなく {now})。</translation>
    </message>
    <message>
        <source>Create a new VM from the snapshot instead, or give {vm} its former volume back.</source>
        <translation>代わりにスナップショットから新しい仮想マシンを作成するか、{vm} に以前のボリュームを戻してください。</translation>
    </message>
    <message>
        <source>Volume {target} of {vm} is a block device or not there. Only volumes in files can be replaced so that an outage in the middle does no harm.</source>
        <translation>{vm} のボリューム {target} はブロック デバイスであるか、存在しません。途中で障害が起きても安全に置き換えられるのは、ファイルのボリュームだけです。</translation>
    </message>
    <message>
        <source>Create a new VM from the snapshot instead.</source>
        <translation>代わりにスナップショットから新しい仮想マシンを作成してください。</translation>
    </message>
    <message>
        <source>Volume {target} of {vm} ({path}) is in use by another program.</source>
        <translation>{vm} のボリューム {target} ({path}) は、別のプログラムが使用中です。</translation>
    </message>
    <message>
        <source>Stop the VM or the tool that has it open (lsof {path} shows it), then try again.</source>
        <translation>それを開いている仮想マシンまたはツールを停止し (lsof {path} で確認できます)、もう一度実行してください。</translation>
    </message>
    <message>
        <source>The volumes of {vm} were changed after its safety snapshot was begun.</source>
        <translation>安全のためのスナップショットを開始した後に、{vm} のボリュームが変更されました。</translation>
    </message>
    <message>
        <source>See to it that {vm} stays stopped, then roll it back again. The safety snapshot that was taken stays.</source>
        <translation>{vm} が停止したままであることを確認してから、もう一度ロールバックしてください。作成済みの安全のためのスナップショットは残ります。</translation>
    </message>
    <message>
        <source>The safety snapshot {snapshot} of {vm} is not whole on both PMs, so {vm} was not rolled back.</source>
        <translation>{vm} の安全のためのスナップショット {snapshot} が両方の PM にそろっていないため、{vm} はロールバックされませんでした。</translation>
    </message>
    <message>
        <source>Bring the other PM back and wait until the snapshot is normal, then try again.</source>
        <translation>もう一方の PM を復帰させ、スナップショットが正常になるまで待ってから、もう一度実行してください。</translation>
    </message>
    <message>
        <source>The VM {vm} could not be created on {pm}.</source>
        <translation>{pm} に仮想マシン {vm} を作成できませんでした。</translation>
    </message>
    <message>
        <source>Copy the details and look into the log of libvirt on {pm}, then try again. Nothing of {vm} is left behind.</source>
        <translation>詳細をコピーし、{pm} の libvirt のログを確認してから、もう一度実行してください。{vm} の途中のものは何も残っていません。</translation>
    </message>
    <message>
        <source>{vm} could not be rolled back.</source>
        <translation>{vm} をロールバックできませんでした。</translation>
    </message>
    <message>
        <source>Copy the details, check the disk that holds the volumes of {vm}, then try again. The volumes of {vm} are all as before; if some had been replaced already, the rest follows by itself before {vm} can start.</source>
        <translation>詳細をコピーし、{vm} のボリュームが置かれているディスクを確認してから、もう一度実行してください。{vm} のボリュームはすべて元のままです。一部がすでに置き換えられていた場合は、{vm} が起動できるようになる前に、残りも自動的に置き換えられます。</translation>
    </message>
    <message>
        <source>{vm} is known to {pm} only: {peer} could not be asked, or does not hold the snapshot.</source>
        <translation>{vm} は {pm} にだけ登録されています。{peer} に問い合わせできなかったか、{peer} がスナップショットを保持していません。</translation>
    </message>
    <message>
        <source>When {peer} is back, check that it has no VM of that name. If it sees the new volumes, define {vm} there as well (virsh dumpxml {vm:word} on {pm}, virsh define on {peer}).</source>
        <translation>{peer} が復帰したら、同じ名前の仮想マシンがないことを確認してください。{peer} からも新しいボリュームが見える場合は、{vm} をそこでも定義してください ({pm} で virsh dumpxml {vm:word}、{peer} で virsh define)。</translation>
    </message>
    <message>
        <source>{vm} was created without devices that only one VM can have: {names}.</source>
        <translation>1 台の仮想マシンしか使えないデバイスを除いて、{vm} を作成しました: {names}。</translation>
    </message>
    <message>
        <source>Add to {vm} what it needs with virsh edit {vm:word}.</source>
        <translation>必要なものは、virsh edit {vm:word} で {vm} に追加してください。</translation>
    </message>
    <message>
        <source>{vm} was created, and could not be started.</source>
        <translation>{vm} は作成されましたが、起動できませんでした。</translation>
    </message>
    <message>
        <source>Copy the details; change the definition of {vm} if need be (virsh edit {vm:word}), then start it.</source>
        <translation>詳細をコピーし、必要に応じて {vm} の定義を変更してから (virsh edit {vm:word})、起動してください。</translation>
    </message>
    <message>
        <source>Volumes of {vm} that are not in the snapshot stay as they are: {names}.</source>
        <translation>スナップショットに含まれていない {vm} のボリュームは、そのまま残ります: {names}。</translation>
    </message>
    <message>
        <source>Check in the guest that the volumes still fit together before you rely on them.</source>
        <translation>使用する前に、ボリューム同士の整合性が取れていることをゲスト内で確認してください。</translation>
    </message>
    <message>
        <source>The snapshot holds volumes that {vm} no longer has; they are not restored: {names}.</source>
        <translation>スナップショットには {vm} にもうないボリュームが含まれています。これらは復元されません: {names}。</translation>
    </message>
    <message>
        <source>Create a new VM from the snapshot to get at their data.</source>
        <translation>そのデータが必要な場合は、スナップショットから新しい仮想マシンを作成してください。</translation>
    </message>
    <message>
        <source>Volume {target} of {vm} gets the size that it had in the snapshot: {after} instead of {before}.</source>
        <translation>{vm} のボリューム {target} は、スナップショットのときの大きさになります ({before} から {after})。</translation>
    </message>
    <message>
        <source>Enlarge the volume again if the guest needs the room (virsh blockresize, or qemu-img resize while {vm} is stopped).</source>
        <translation>ゲストに容量が必要な場合は、ボリュームをもう一度拡張してください (virsh blockresize、または {vm} の停止中に qemu-img resize)。</translation>
    </message>
    <message>
        <source>the memory</source>
        <translation>メモリ</translation>
    </message>
    <message>
        <source>the number of processors</source>
        <translation>プロセッサ数</translation>
    </message>
    <message>
        <source>libvirt is already running a job on {vm} that is not Twinpoint&apos;s, such as another tool&apos;s backup, the copy of a volume or a migration.</source>
        <translation>libvirt が {vm} に対して、ほかのツールのバックアップ、ボリュームのコピー、移行など、Twinpoint 以外のジョブを実行しています。</translation>
    </message>
    <message>
        <source>Wait until that job is done, or end it with the tool that started it (virsh domjobinfo {vm:word} shows it, or virsh blockjob that of one volume).</source>
        <translation>そのジョブの完了を待つか、ジョブを開始したツールで終了してください (virsh domjobinfo {vm:word} で、ボリューム 1 つのジョブは virsh blockjob で確認できます)。</translation>
    </message>
    <message>
        <source>Application consistency is required, and no guest agent answers in {vm}.</source>
        <translation>アプリケーション整合性が必須に指定されていますが、{vm} のゲスト エージェントが応答しません。</translation>
    </message>
    <message>
        <source>Start qemu-guest-agent in the guest, or untick “Refuse if it can&apos;t be application-consistent” to take a crash-consistent snapshot.</source>
        <translation>ゲスト内で qemu-guest-agent を起動するか、[アプリケーション整合性を確保できない場合は拒否する] のチェックを外して、クラッシュ整合性のスナップショットを作成してください。</translation>
    </message>
    <message>
        <source>The file systems of {vm} are already frozen by something else.</source>
        <translation>{vm} のファイル システムは、ほかのものによってすでにフリーズされています。</translation>
    </message>
    <message>
        <source>Wait until the other backup tool is done. If none is running, thaw the guest with virsh domfsthaw {vm:word}.</source>
        <translation>ほかのバックアップ ツールの完了を待ってください。実行中のツールがない場合は、virsh domfsthaw {vm:word} でゲストのフリーズを解除してください。</translation>
    </message>
    <message>
        <source>{vm} has libvirt snapshots that are not Twinpoint&apos;s ({names}); the two kinds cannot be mixed.</source>
        <translation>{vm} には Twinpoint 以外の libvirt スナップショットがあります ({names})。2 種類のスナップショットは併用できません。</translation>
    </message>
    <message>
        <source>Delete them with the tool that made them (virsh snapshot-list {vm:word} shows them). Twinpoint never touches them.</source>
        <translation>作成したツールで削除してください (virsh snapshot-list {vm:word} で表示できます)。Twinpoint がこれらを操作することはありません。</translation>
    </message>
    <message>
        <source>{vm} does not run; only a running VM can be compared with its newest snapshot.</source>
        <translation>{vm} は実行中ではありません。最新のスナップショットと比較できるのは、実行中の仮想マシンだけです。</translation>
    </message>
    <message>
        <source>Start {vm}, then try again.</source>
        <translation>{vm} を起動してから、もう一度実行してください。</translation>
    </message>
    <message>
        <source>There is nothing to compare {vm} with: no snapshot of it has a sound checkpoint.</source>
        <translation>{vm} の比較対象がありません: 正常なチェックポイントのあるスナップショットがありません。</translation>
    </message>
    <message>
        <source>Take a snapshot of {vm} while it runs, then try again.</source>
        <translation>{vm} の実行中にスナップショットを作成してから、再試行してください。</translation>
    </message>
    <message>
        <source>The description cannot be kept: it is longer than {limit} characters, or has control characters other than line breaks and tabs in it.</source>
        <translation>説明を保存できません: {limit} 文字を超えているか、改行とタブ以外の制御文字が含まれています。</translation>
    </message>
    <message>
        <source>{what} cannot be kept: it is empty, longer than {limit} characters, or has control characters in it.</source>
        <translation>{what}を保存できません: 空であるか、{limit} 文字を超えているか、制御文字が含まれています。</translation>
    </message>
    <message>
        <source>Shorten it, or type it anew.</source>
        <translation>短くするか、入力し直してください。</translation>
    </message>
    <message>
        <source>The snapshot name</source>
        <translation>スナップショット名</translation>
    </message>
    <message>
        <source>the PM</source>
        <translation>PM</translation>
    </message>
    <message>
        <source>the VM</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>The container of volume {target} of {vm} has {now}; it can grow, but not shrink to {capacity}.</source>
        <translation>{vm} のボリューム {target} のコンテナは {now} です。拡張はできますが、{capacity} に縮小することはできません。</translation>
    </message>
    <message>
        <source>Choose a capacity above {now}.</source>
        <translation>{now} より大きい容量を指定してください。</translation>
    </message>
    <message>
        <source>{pm} has no room for a container of {capacity} for volume {target} of {vm}: snapshots could fill {needed} more of it, and {free} can be used on its disk.</source>
        <translation>{pm} には、{vm} のボリューム {target} のコンテナを {capacity} にする余裕がありません。スナップショットがさらに {needed} を使う可能性がありますが、ディスクで使用できるのは {free} です。</translation>
    </message>
    <message>
        <source>Choose at most {most}, or free disk space on {pm} first.</source>
        <translation>{most} 以下を指定するか、先に {pm} のディスクを空けてください。</translation>
    </message>
    <message>
        <source>The container of volume {target} of {vm} is {percent} % full on {pm} (warning level {level} %): {free} of {capacity} are left.</source>
        <translation>{vm} のボリューム {target} のコンテナは、{pm} で使用率が {percent} % になりました (警告レベル {level} %)。残りは {capacity} のうち {free} です。</translation>
    </message>
    <message>
        <source>Make it larger before snapshots are refused: Expand on the Volume Containers page, or “twinpointctl container expand {vm:word} {target:word} SIZE”. Deleting snapshots of {vm} that are no longer needed helps as well.</source>
        <translation>スナップショットが拒否される前に拡張してください。[ボリューム コンテナ] ページの [拡張] を使うか、「twinpointctl container expand {vm:word} {target:word} SIZE」を実行します。不要になった {vm} のスナップショットを削除することもできます。</translation>
    </message>
    <message>
        <source>too few to tell</source>
        <translation>まだ予測できません</translation>
    </message>
    <message>
        <source>more than {count} more</source>
        <translation>あと {count} 回以上</translation>
    </message>
    <message>
        <source>no room for one more</source>
        <translation>次の 1 回分の空きがありません</translation>
    </message>
    <message>
        <source>about {count} more</source>
        <translation>あと約 {count} 回</translation>
    </message>
    <message>
        <source>Too few snapshots to tell: the rate is reckoned from {needed} or more that hold only what changed, and there are {known}.</source>
        <translation>まだ予測できません。変更分だけのスナップショットが {needed} 個以上必要ですが、現在は {known} 個です。</translation>
    </message>
    <message>
        <source>More than {count} more at the recent rate ({mean} for each snapshot).</source>
        <translation>最近のペース (1 回あたり {mean}) で、あと {count} 回以上取得できます。</translation>
    </message>
    <message>
        <source>About {count} more at the recent rate ({mean} for each snapshot). {end}</source>
        <translation>最近のペース (1 回あたり {mean}) で、あと約 {count} 回取得できます。{end}</translation>
    </message>
    <message>
        <source>About {count} more at the recent rate ({mean} for each snapshot), which lasts about a day. {end}</source>
        <translation>最近のペース (1 回あたり {mean}) で、あと約 {count} 回、約 1 日分取得できます。{end}</translation>
    </message>
    <message>
        <source>About {count} more at the recent rate ({mean} for each snapshot), which lasts some {days} days. {end}</source>
        <translation>最近のペース (1 回あたり {mean}) で、あと約 {count} 回、約 {days} 日分取得できます。{end}</translation>
    </message>
    <message>
        <source>The container is what ends first.</source>
        <translation>先に足りなくなるのはコンテナです。</translation>
    </message>
    <message>
        <source>The disk space of the PM is what ends first.</source>
        <translation>先に足りなくなるのは PM のディスク領域です。</translation>
    </message>
    <message>
        <source>Before the new VM starts</source>
        <translation>新しい仮想マシンを起動する前に</translation>
    </message>
    <message>
        <source>The new VM has a UUID and MAC addresses of its own. Its guest still has the host name, the keys and the fixed addresses of the original: if both run in one network, start the new VM without network first.</source>
        <translation>新しい仮想マシンには、独自の UUID と MAC アドレスが割り当てられています。ただし、ゲストのホスト名、鍵、固定アドレスは元の仮想マシンのままです。両方を同じネットワークで実行する場合は、最初に新しい仮想マシンをネットワークから切り離して起動してください。</translation>
    </message>
    <message>
        <source>Windows guests</source>
        <translation>Windows ゲスト</translation>
    </message>
    <message>
        <source>Run Sysprep (sysprep /generalize /oobe) if the new VM is to run beside the original, so that it gets a computer name and a security identifier of its own.</source>
        <translation>新しい仮想マシンを元の仮想マシンと並べて実行する場合は、Sysprep (sysprep /generalize /oobe) を実行して、独自のコンピューター名とセキュリティ識別子 (SID) を割り当ててください。</translation>
    </message>
    <message>
        <source>Label the volumes before you take the snapshot: Windows may give other drive letters to the copies. Set the letters by the labels in Disk Management, and bring volumes online that are shown as offline.</source>
        <translation>スナップショットを作成する前に、ボリュームにラベルを付けておいてください。コピーには別のドライブ文字が割り当てられることがあります。「ディスクの管理」でラベルを頼りにドライブ文字を設定し、オフラインと表示されているボリュームをオンラインにしてください。</translation>
    </message>
    <message>
        <source>The network card is a new one: set a fixed address anew. Windows may have to be activated again.</source>
        <translation>ネットワーク カードは新しいものになるため、固定アドレスを設定し直してください。Windows の再ライセンス認証が必要になることがあります。</translation>
    </message>
    <message>
        <source>Linux guests</source>
        <translation>Linux ゲスト</translation>
    </message>
    <message>
        <source>If volumes were left out, take their lines out of /etc/fstab (or add “nofail”) before you take the snapshot, or the guest may stop in emergency mode.</source>
        <translation>含めないボリュームがある場合は、スナップショットを作成する前に /etc/fstab からその行を削除するか、「nofail」を追加しておいてください。そうしないと、ゲストが緊急モードで停止することがあります。</translation>
    </message>
    <message>
        <source>Change a static IP address, and settings that name the old MAC address (netplan, NetworkManager, ifcfg files, udev rules).</source>
        <translation>静的 IP アドレスと、古い MAC アドレスを指定している設定 (netplan、NetworkManager、ifcfg ファイル、udev ルール) を変更してください。</translation>
    </message>
    <message>
        <source>Give it a host name, a machine id (/etc/machine-id) and SSH host keys of its own.</source>
        <translation>独自のホスト名、マシン ID (/etc/machine-id)、SSH ホスト鍵を設定してください。</translation>
    </message>
    <message>
        <source>this workstation</source>
        <translation>このワークステーション</translation>
    </message>
    <message>
        <source>The export failed on {pm}. What was written of it is cleared away; the snapshot was not affected.</source>
        <translation>{pm} でのエクスポートに失敗しました。書き込み途中のデータは削除されます。スナップショットへの影響はありません。</translation>
    </message>
    <message>
        <source>Copy the details, check the disk or the share it was to go to, then try again.</source>
        <translation>詳細をコピーし、出力先のディスクまたは共有を確認してから、再試行してください。</translation>
    </message>
    <message>
        <source>The import failed on {pm}. What was made of it is cleared away.</source>
        <translation>{pm} でのインポートに失敗しました。作成途中のデータは削除されます。</translation>
    </message>
    <message>
        <source>Copy the details: they are what QEMU or libvirt on {pm} said. Then try again.</source>
        <translation>詳細をコピーして確認してください ({pm} の QEMU または libvirt からのメッセージです)。その後、再試行してください。</translation>
    </message>
    <message>
        <source>{pm} waited for this workstation in vain, and gave the transfer up. What was written is cleared away.</source>
        <translation>{pm} はこのワークステーションからの応答を待ちましたが、応答がないため転送を中止しました。書き込み途中のデータは削除されます。</translation>
    </message>
    <message>
        <source>Check the network, then try again.</source>
        <translation>ネットワークを確認してから、再試行してください。</translation>
    </message>
    <message>
        <source>The guest finds {device} as {now}; it was {was} before.</source>
        <translation>ゲストからは {device} が {now} として認識されます (元は {was})。</translation>
    </message>
    <message>
        <source>If the guest does not start or has no network, install the driver for {now} in it before the export, or change the device in the VM&apos;s definition.</source>
        <translation>ゲストが起動しない、またはネットワークに接続できない場合は、エクスポートの前に {now} のドライバーをゲストにインストールするか、仮想マシンの定義でデバイスを変更してください。</translation>
    </message>
    <message>
        <source>These parts of {vm} did not come along with the package: {what}.</source>
        <translation>{vm} の次の構成はパッケージから引き継がれませんでした: {what}。</translation>
    </message>
    <message>
        <source>Add what {vm} needs of them to its definition by hand.</source>
        <translation>このうち {vm} に必要なものは、定義に手動で追加してください。</translation>
    </message>
    <message>
        <source>{path} has no manifest, so it cannot be told whether its files are undamaged.</source>
        <translation>{path} にはマニフェストがないため、ファイルが損傷していないかどうかを確認できません。</translation>
    </message>
    <message>
        <source>Check the VM&apos;s data, or have the package exported with a manifest.</source>
        <translation>仮想マシンのデータを確認するか、マニフェスト付きでエクスポートしたパッケージを使用してください。</translation>
    </message>
    <message>
        <source>{vm} was put into the network {network}.</source>
        <translation>{vm} はネットワーク {network} に接続されました。</translation>
    </message>
    <message>
        <source>{vm} was put behind QEMU&apos;s own address translation: it reaches others, and they do not reach it.</source>
        <translation>{vm} は QEMU のアドレス変換 (NAT) 経由で接続されました。外部への接続はできますが、外部から {vm} への接続はできません。</translation>
    </message>
    <message>
        <source>The network that it was in is not on this PM. Choose the right one in the VM&apos;s definition.</source>
        <translation>元のネットワークはこの物理マシンにありません。仮想マシンの定義で正しいネットワークを選択してください。</translation>
    </message>
    <message>
        <source>{vm} boots with UEFI firmware: its boot entries are new, and Twinpoint cannot take snapshots of it.</source>
        <translation>{vm} は UEFI ファームウェアで起動します。ブート エントリは新しく作成され、Twinpoint でスナップショットを作成することはできません。</translation>
    </message>
    <message>
        <source>If {vm} does not find its system, choose the boot file in the firmware&apos;s own menu. Protect it with a backup made inside the guest.</source>
        <translation>{vm} が起動しない場合は、ファームウェアのメニューでブート ファイルを選択してください。保護には、ゲスト内で取得するバックアップを使用してください。</translation>
    </message>
    <message>
        <source>{vm} was imported, but {pm} could not start it.</source>
        <translation>{vm} はインポートされましたが、{pm} で起動できませんでした。</translation>
    </message>
    <message>
        <source>Copy the details, change the VM&apos;s definition accordingly, then start it.</source>
        <translation>詳細をコピーし、それに従って仮想マシンの定義を変更してから、起動してください。</translation>
    </message>
    <message>
        <source>{path} is not a folder of {pm} that can be written to.</source>
        <translation>{path} は、{pm} の書き込み可能なフォルダーではありません。</translation>
    </message>
    <message>
        <source>Make the folder first, or name another one: an absolute path, without “..”.</source>
        <translation>先にフォルダーを作成するか、別のフォルダーを指定してください (「..」を含まない絶対パス)。</translation>
    </message>
    <message>
        <source>{path} is there already on {pm}.</source>
        <translation>{path} は {pm} に既に存在します。</translation>
    </message>
    <message>
        <source>Choose another folder, move what is there away, or allow it to be overwritten.</source>
        <translation>別のフォルダーを選択するか、既存のものを移動するか、上書きを許可してください。</translation>
    </message>
    <message>
        <source>{pm} cannot mount {kind} shares: its kernel or its tools know nothing of them.</source>
        <translation>{pm} は {kind} 共有をマウントできません: カーネルまたはツールが対応していません。</translation>
    </message>
    <message>
        <source>Install what mounts such shares on {pm} (cifs-utils or nfs-common, and a kernel with that file system), or export to a folder of {pm} or to this workstation.</source>
        <translation>この種類の共有をマウントするためのもの (cifs-utils または nfs-common、およびそのファイル システムに対応したカーネル) を {pm} にインストールするか、{pm} のフォルダーまたはこのワークステーションにエクスポートしてください。</translation>
    </message>
    <message>
        <source>{pm} could not mount the share {share}.</source>
        <translation>{pm} は共有 {share} をマウントできませんでした。</translation>
    </message>
    <message>
        <source>Check its address (//server/share/folder or server:/path), the user name and the password, and whether {pm} may use it.</source>
        <translation>アドレス (//server/share/folder または server:/path)、ユーザー名、パスワード、および {pm} に使用が許可されているかどうかを確認してください。</translation>
    </message>
    <message>
        <source>Volume {target} of {vm} has {size}; a disk in the format {disk} holds at most {largest}.</source>
        <translation>{vm} のボリューム {target} は {size} ですが、{disk} 形式のディスクは最大 {largest} です。</translation>
    </message>
    <message>
        <source>Choose another disk format, such as qcow2.</source>
        <translation>qcow2 など、別のディスク形式を選択してください。</translation>
    </message>
    <message>
        <source>{vm} cannot be restored: {pm} already has a VM with its UUID or its name.</source>
        <translation>{vm} をリストアできません: {pm} には、同じ UUID または同じ名前の仮想マシンが既にあります。</translation>
    </message>
    <message>
        <source>Remove that VM&apos;s definition from both PMs first if it is no longer needed, or import the package as a new VM.</source>
        <translation>その仮想マシンが不要であれば、先に両方の物理マシンから定義を削除してください。または、パッケージを新しい仮想マシンとしてインポートしてください。</translation>
    </message>
    <message>
        <source>{path} is not a sound OVA or OVF package, or not all of it is there.</source>
        <translation>{path} は正しい OVA または OVF パッケージではないか、一部が欠けています。</translation>
    </message>
    <message>
        <source>Copy or download it again, or have it exported anew.</source>
        <translation>もう一度コピーまたはダウンロードするか、エクスポートし直してください。</translation>
    </message>
    <message>
        <source>{path} was refused, because it could do harm: {trick} (in {name}).</source>
        <translation>{path} は害を及ぼすおそれがあるため拒否されました: {trick} ({name})。</translation>
    </message>
    <message>
        <source>Find out where the package comes from. Have the VM exported anew, with plain files, by a tool that you trust.</source>
        <translation>パッケージの入手元を確認してください。信頼できるツールで、通常のファイルのみを含むように仮想マシンをエクスポートし直してください。</translation>
    </message>
    <message>
        <source>{name} is missing from the package {path} on {pm}.</source>
        <translation>{pm} のパッケージ {path} に {name} がありません。</translation>
    </message>
    <message>
        <source>Check the path. All files of an OVF package must lie in one folder, and a package on this workstation has to be named as one (twinpointctl: local: before its path).</source>
        <translation>パスを確認してください。OVF パッケージのファイルはすべて同じフォルダーに置く必要があります。このワークステーションにあるパッケージは、そのように指定してください (twinpointctl ではパスの前に local: を付けます)。</translation>
    </message>
    <message>
        <source>{name} in {path} does not match the package&apos;s manifest: it was changed or damaged.</source>
        <translation>{path} の {name} がパッケージのマニフェストと一致しません: 変更されたか、損傷しています。</translation>
    </message>
    <message>
        <source>Copy or download the package again, from where you trust it.</source>
        <translation>信頼できる入手元から、パッケージをもう一度コピーまたはダウンロードしてください。</translation>
    </message>
    <message>
        <source>{name} in {path} is not as large as the package says: {found} instead of {declared}.</source>
        <translation>{path} の {name} のサイズがパッケージの記載と異なります: {declared} のはずが {found} です。</translation>
    </message>
    <message>
        <source>{path} cannot be imported: {what}.</source>
        <translation>{path} はインポートできません: {what}。</translation>
    </message>
    <message>
        <source>Have it exported as one VM, uncompressed, with disks in VMDK, VHD, VHDX, VDI, qcow2 or raw format.</source>
        <translation>1 台の仮想マシンとして、非圧縮で、ディスクを VMDK、VHD、VHDX、VDI、qcow2、raw のいずれかの形式にしてエクスポートし直してください。</translation>
    </message>
    <message>
        <source>{path} does not say which VM it is of, so that VM cannot be restored from it.</source>
        <translation>{path} にはどの仮想マシンのものかが記録されていないため、その仮想マシンをリストアできません。</translation>
    </message>
    <message>
        <source>Import it as a new VM. A restore needs a package that Twinpoint exported.</source>
        <translation>新しい仮想マシンとしてインポートしてください。リストアには、Twinpoint がエクスポートしたパッケージが必要です。</translation>
    </message>
    <message>
        <source>a file name that leads out of its folder</source>
        <translation>フォルダーの外を指すファイル名</translation>
    </message>
    <message>
        <source>an absolute path or an address</source>
        <translation>絶対パスまたはアドレス</translation>
    </message>
    <message>
        <source>a link instead of a file</source>
        <translation>ファイルではなくリンク</translation>
    </message>
    <message>
        <source>a device instead of a file</source>
        <translation>ファイルではなくデバイス</translation>
    </message>
    <message>
        <source>a file with holes in the archive</source>
        <translation>アーカイブ内のスパース (穴のある) ファイル</translation>
    </message>
    <message>
        <source>the same file twice</source>
        <translation>同じファイルの重複</translation>
    </message>
    <message>
        <source>too many files, or endless names</source>
        <translation>多すぎるファイル、または長すぎる名前</translation>
    </message>
    <message>
        <source>an archive entry of an unknown kind</source>
        <translation>種類が不明なアーカイブ エントリ</translation>
    </message>
    <message>
        <source>a descriptor with a document type</source>
        <translation>文書型宣言 (DOCTYPE) を含む記述子</translation>
    </message>
    <message>
        <source>a descriptor that is too long or too deep</source>
        <translation>長すぎる、または階層が深すぎる記述子</translation>
    </message>
    <message>
        <source>a disk that builds on another file</source>
        <translation>別のファイルを元にするディスク</translation>
    </message>
    <message>
        <source>a disk whose data is in another file</source>
        <translation>データが別のファイルにあるディスク</translation>
    </message>
    <message>
        <source>a disk that is made of other files</source>
        <translation>別の複数のファイルから成るディスク</translation>
    </message>
    <message>
        <source>There is no snapshot {snapshot}.</source>
        <translation>スナップショット {snapshot} はありません。</translation>
    </message>
    <message>
        <source>It may have been deleted meanwhile; “twinpointctl snapshot list” shows those that are there.</source>
        <translation>その間に削除された可能性があります。存在するスナップショットは「twinpointctl snapshot list」で確認できます。</translation>
    </message>
    <message>
        <source>A snapshot of {vm} that would have to be merged is damaged on {pm}.</source>
        <translation>統合が必要な {vm} のスナップショットが、{pm} で損傷しています。</translation>
    </message>
    <message>
        <source>Run “twinpointctl repair”, which fetches the files from the other PM where it can. Or delete the damaged snapshot together with all that build on it.</source>
        <translation>「twinpointctl repair」を実行してください。可能な場合は、もう一方の物理マシンからファイルを取得します。または、損傷したスナップショットを、それを土台とするすべてのスナップショットとともに削除してください。</translation>
    </message>
    <message>
        <source>{pm} has too little disk space in {path} for merging: {needed} are needed for a while, and {free} are left.</source>
        <translation>{pm} の {path} には、統合に必要なディスク容量がありません。一時的に {needed} が必要ですが、残りは {free} です。</translation>
    </message>
    <message>
        <source>Free disk space on {pm}, or delete the newest snapshots first: nothing builds on them, so that they need no room. What was begun goes on by itself.</source>
        <translation>{pm} のディスク容量を空けるか、最も新しいスナップショットから削除してください。それを土台とするものがないため、容量は必要ありません。開始済みの処理は自動的に再開されます。</translation>
    </message>
    <message>
        <source>Files of snapshots of {vm} are open in another program on {pm}, so that they cannot be merged.</source>
        <translation>{vm} のスナップショットのファイルが {pm} 上の別のプログラムで開かれているため、統合できません。</translation>
    </message>
    <message>
        <source>End that program (such as a VM or a qemu-img that reads them); merging then goes on by itself. Every other snapshot stays as it is.</source>
        <translation>そのプログラム (ファイルを読み取っている仮想マシンや qemu-img など) を終了してください。統合は自動的に再開されます。ほかのスナップショットはそのまま残ります。</translation>
    </message>
    <message>
        <source>Snapshots of {vm} could not be merged on {pm}.</source>
        <translation>{vm} のスナップショットを {pm} で統合できませんでした。</translation>
    </message>
    <message>
        <source>Every other snapshot stays as it was. Check the disk of {pm} that holds the containers, and the details; what was begun is tried again by itself.</source>
        <translation>ほかのスナップショットはそのまま残ります。コンテナを保持する {pm} のディスクと詳細を確認してください。開始済みの処理は自動的に再試行されます。</translation>
    </message>
    <message>
        <source>Deleting was cancelled by {by}: snapshots deleted: {deleted}, left: {left}.</source>
        <translation>削除は {by} によってキャンセルされました。削除したスナップショット: {deleted}、残ったスナップショット: {left}。</translation>
    </message>
    <message>
        <source>Deleting was cancelled: snapshots deleted: {deleted}, left: {left}.</source>
        <translation>削除はキャンセルされました。削除したスナップショット: {deleted}、残ったスナップショット: {left}。</translation>
    </message>
    <message>
        <source>Those that are left are as they were. Delete them whenever you like.</source>
        <translation>残ったスナップショットは元のままです。いつでも削除できます。</translation>
    </message>
    <message>
        <source>The snapshots are deleted on {pm}; {peer} deletes its copies as soon as it is back.</source>
        <translation>スナップショットは {pm} で削除されました。{peer} のコピーは、{peer} が復帰すると削除されます。</translation>
    </message>
    <message>
        <source>Bring {peer} back; the rest is then done by itself.</source>
        <translation>{peer} を復帰させてください。残りの処理は自動的に行われます。</translation>
    </message>
    <message>
        <source>{pm} is in maintenance mode already.</source>
        <translation>{pm} はすでにメンテナンス モードです。</translation>
    </message>
    <message>
        <source>Work on it; then choose Finalize to take it out of maintenance mode.</source>
        <translation>作業を行い、終わったら [最終処理] を選んでメンテナンス モードを終了してください。</translation>
    </message>
    <message>
        <source>{pm} is not in maintenance mode.</source>
        <translation>{pm} はメンテナンス モードではありません。</translation>
    </message>
    <message>
        <source>Nothing has to be done.</source>
        <translation>操作は必要ありません。</translation>
    </message>
    <message>
        <source>{peer} does not take part now either. With {pm} in maintenance mode as well, no snapshot can be taken and no VM has a PM to move to.</source>
        <translation>現在 {peer} も参加していません。{pm} までメンテナンス モードにすると、スナップショットは作成できず、仮想マシンの移動先もなくなります。</translation>
    </message>
    <message>
        <source>Bring {peer} back first. If {pm} must be worked on all the same, say so expressly (twinpointctl: --even-both).</source>
        <translation>先に {peer} を復帰させてください。それでも {pm} で作業する必要がある場合は、その旨を明示してください (twinpointctl では --even-both)。</translation>
    </message>
    <message>
        <source>Pacemaker does not answer on {pm}.</source>
        <translation>{pm} で Pacemaker が応答しません。</translation>
    </message>
    <message>
        <source>Look at crm_mon -1 on {pm} and start the cluster there, then try again.</source>
        <translation>{pm} で crm_mon -1 を確認してクラスターを起動してから、もう一度実行してください。</translation>
    </message>
    <message>
        <source>{vm} cannot move while it runs: {peer} is not known to see its volume {target} ({path}).</source>
        <translation>{vm} は実行したまま移動できません: ボリューム {target} ({path}) が {peer} から見えることを確認できません。</translation>
    </message>
    <message>
        <source>Leave {vm} where it is, shut it down before the work begins, or move its volumes to a folder that both PMs share.</source>
        <translation>{vm} をそのままにするか、作業の前にシャットダウンするか、ボリュームを両方の PM が共有するフォルダーに移してください。</translation>
    </message>
    <message>
        <source>This console cannot move {vm}: a live migration needs a libvirt connection of its own to both PMs.</source>
        <translation>このコンソールからは {vm} を移動できません。ライブ マイグレーションには、両方の PM への libvirt 接続が必要です。</translation>
    </message>
    <message>
        <source>Use a console on Linux whose login may use libvirt on both PMs without sudo, or move {vm} with virsh migrate on {pm}.</source>
        <translation>両方の PM の libvirt を sudo なしで使えるログインで Linux のコンソールを使うか、{pm} で virsh migrate を使って {vm} を移動してください。</translation>
    </message>
    <message>
        <source>{vm} stays on {pm}, as was wished.</source>
        <translation>{vm} は指定どおり {pm} に残ります。</translation>
    </message>
    <message>
        <source>Shut {vm} down before {pm} is switched off or restarted.</source>
        <translation>{pm} の電源を切る前、または再起動する前に、{vm} をシャットダウンしてください。</translation>
    </message>
    <message>
        <source>{vm} could not be moved to {peer}; it goes on running on {pm}.</source>
        <translation>{vm} を {peer} に移動できませんでした。{vm} は {pm} 上で引き続き実行中です。</translation>
    </message>
    <message>
        <source>Copy the details; mend what they name, or shut {vm} down before {pm} is switched off or restarted.</source>
        <translation>詳細をコピーし、そこに示された問題を解消するか、{pm} の電源を切る前または再起動する前に {vm} をシャットダウンしてください。</translation>
    </message>
    <message>
        <source>{vm} is running on {pm} already.</source>
        <translation>{vm} はすでに {pm} 上で実行中です。</translation>
    </message>
    <message>
        <source>Nothing has to be done. To start {vm} anew, shut it down first.</source>
        <translation>操作は必要ありません。{vm} を起動し直すには、先にシャットダウンしてください。</translation>
    </message>
    <message>
        <source>{vm} is stopped already.</source>
        <translation>{vm} はすでに停止しています。</translation>
    </message>
    <message>
        <source>{vm} is in the state “{state}”; only a stopped VM can be started.</source>
        <translation>{vm} の状態は「{state}」です。起動できるのは停止している仮想マシンのみです。</translation>
    </message>
    <message>
        <source>{vm} is in the state “{state}”; only a guest that runs can shut itself down.</source>
        <translation>{vm} の状態は「{state}」です。シャットダウンできるのは実行中のゲストのみです。</translation>
    </message>
    <message>
        <source>Wait until {vm} is running or stopped. A VM that stays in this state can be resumed with virsh resume {vm:word}, or powered off.</source>
        <translation>{vm} が実行中または停止になるまでお待ちください。この状態が続く場合は、virsh resume {vm:word} で再開するか、電源をオフにしてください。</translation>
    </message>
    <message>
        <source>Pacemaker runs {vm} as its resource {resource} and would undo what is done behind its back.</source>
        <translation>{vm} は Pacemaker のリソース {resource} として管理されており、Pacemaker を通さない操作は元に戻されます。</translation>
    </message>
    <message>
        <source>Tell Pacemaker instead, on {pm}: crm_resource --resource {resource} --meta --set-parameter target-role --parameter-value Stopped (or Started).</source>
        <translation>代わりに {pm} で Pacemaker に指示してください: crm_resource --resource {resource} --meta --set-parameter target-role --parameter-value Stopped (または Started)。</translation>
    </message>
    <message>
        <source>{vm} is not defined on {pm}.</source>
        <translation>{vm} は {pm} に定義されていません。</translation>
    </message>
    <message>
        <source>Start {vm} on the other PM, or define it on {pm} as well (virsh dumpxml, virsh define) if {pm} sees its volumes.</source>
        <translation>もう一方の PM で {vm} を起動してください。{pm} からボリュームが見える場合は、{pm} にも {vm} を定義できます (virsh dumpxml、virsh define)。</translation>
    </message>
    <message>
        <source>A roll back of {vm} was interrupted on {pm} and is not settled yet.</source>
        <translation>{pm} 上で {vm} のロールバックが中断され、まだ収束していません。</translation>
    </message>
    <message>
        <source>Wait half a minute: a console that is open settles it by itself. “twinpointctl repair” does so at once.</source>
        <translation>30 秒ほどお待ちください。コンソールが開いていれば自動的に収束します。「twinpointctl repair」を実行すると直ちに収束します。</translation>
    </message>
    <message>
        <source>{pm} cannot reach volume {target} of {vm}: there is no {path}.</source>
        <translation>{pm} から {vm} のボリューム {target} にアクセスできません: {path} がありません。</translation>
    </message>
    <message>
        <source>Mount or activate the storage that holds {path} on {pm}, or start {vm} on a PM that sees it.</source>
        <translation>{path} のあるストレージを {pm} でマウントまたは有効化するか、それが見える PM で {vm} を起動してください。</translation>
    </message>
    <message>
        <source>libvirt on {pm} could not start {vm}.</source>
        <translation>{pm} の libvirt は {vm} を起動できませんでした。</translation>
    </message>
    <message>
        <source>Copy the details; mend what they name (virsh edit {vm:word} changes the definition), then start {vm} again.</source>
        <translation>詳細をコピーし、そこに示された問題を解消してから (定義は virsh edit {vm:word} で変更できます)、{vm} をもう一度起動してください。</translation>
    </message>
    <message>
        <source>{vm} was asked to shut down and still runs on {pm} after {seconds} s.</source>
        <translation>{vm} にシャットダウンを要求しましたが、{seconds} 秒たっても {pm} 上で実行中です。</translation>
    </message>
    <message>
        <source>It may still shut down. Look at its console: a guest that waits for somebody, or has neither an agent nor ACPI, does not obey. Shut it down from inside, or power it off if what it has not written may be lost.</source>
        <translation>この後シャットダウンする可能性もあります。ゲストのコンソールを確認してください。操作を待っているゲストや、エージェントも ACPI もないゲストは要求に応じません。ゲスト内からシャットダウンするか、未書き込みのデータが失われてもよい場合は電源をオフにしてください。</translation>
    </message>
    <message>
        <source>{pm} did not take the password of {user}.</source>
        <translation>{pm} は {user} のパスワードを受け付けませんでした。</translation>
    </message>
    <message>
        <source>Type it again. If {pm} takes no passwords at all (for root that is usual), add the public key to ~/.ssh/authorized_keys of {user} there by another way, then try again.</source>
        <translation>もう一度入力してください。{pm} がパスワードをまったく受け付けない場合 (root ではよくあります) は、別の方法で {pm} の {user} の ~/.ssh/authorized_keys に公開鍵を追加してから、再試行してください。</translation>
    </message>
    <message>
        <source>{pm} took the password, but the key of {user} could not be kept there.</source>
        <translation>{pm} はパスワードを受け付けましたが、{user} の鍵を保存できませんでした。</translation>
    </message>
    <message>
        <source>Check that {user} has a home directory on {pm} with room in it, and may write ~/.ssh/authorized_keys; then try again.</source>
        <translation>{pm} に {user} のホーム ディレクトリと空き領域があり、~/.ssh/authorized_keys に書き込めることを確かめてから、再試行してください。</translation>
    </message>
    <message>
        <source>The new key {path} could not be made.</source>
        <translation>新しい鍵 {path} を作成できませんでした。</translation>
    </message>
    <message>
        <source>Check that the folder can be written and that no unreadable file of this name is there, or choose a key that you have.</source>
        <translation>フォルダーに書き込めること、読み取れない同名のファイルがないことを確かめるか、お持ちの鍵を選んでください。</translation>
    </message>
    <message>
        <source>The host keys could not be written to {path}; nothing was changed.</source>
        <translation>ホスト鍵を {path} に書き込めませんでした。何も変更されていません。</translation>
    </message>
    <message>
        <source>Check that you may write {path} and its folder, then try again.</source>
        <translation>{path} とそのフォルダーに書き込めることを確かめてから、再試行してください。</translation>
    </message>
    <message>
        <source>The settings on this workstation cannot be read or written.</source>
        <translation>このワークステーションの設定を読み書きできません。</translation>
    </message>
    <message>
        <source>Mend what the details name (rights, room, the file itself), then try again.</source>
        <translation>詳細に示された問題 (権限、空き領域、ファイル自体) を直してから、再試行してください。</translation>
    </message>
    <message>
        <source>The clocks of {pm} and {peer} are {seconds} s apart.</source>
        <translation>{pm} と {peer} の時計が {seconds} 秒ずれています。</translation>
    </message>
    <message>
        <source>Let both PMs take their time from the same source (chrony, or systemd-timesyncd: timedatectl set-ntp true).</source>
        <translation>両方の PM の時刻を同じ時刻源に合わせてください (chrony、または systemd-timesyncd: timedatectl set-ntp true)。</translation>
    </message>
    <message>
        <source>SSH connection</source>
        <translation>SSH 接続</translation>
    </message>
    <message>
        <source>Host key</source>
        <translation>ホスト鍵</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>ログイン</translation>
    </message>
    <message>
        <source>Rights to change things</source>
        <translation>変更の権限</translation>
    </message>
    <message>
        <source>Program of Twinpoint can run</source>
        <translation>Twinpoint のプログラムの実行</translation>
    </message>
    <message>
        <source>Disk space for containers</source>
        <translation>コンテナ用のディスク領域</translation>
    </message>
    <message>
        <source>Virtual machines found</source>
        <translation>見つかった仮想マシン</translation>
    </message>
    <message>
        <source>Two different hosts</source>
        <translation>異なる 2 台のホスト</translation>
    </message>
    <message>
        <source>Clocks</source>
        <translation>時計</translation>
    </message>
    <message>
        <source>Containers and replication key</source>
        <translation>コンテナとレプリケーション用の鍵</translation>
    </message>
    <message>
        <source>Link to the other PM</source>
        <translation>もう一方の PM へのリンク</translation>
    </message>
    <message>
        <source>Readiness</source>
        <translation>準備状況</translation>
    </message>
    <message>
        <source>{free} of {total} free</source>
        <translation>{total} 中 {free} 空き</translation>
    </message>
    <message>
        <source>{seconds} s apart</source>
        <translation>差 {seconds} 秒</translation>
    </message>
    <message>
        <source>in order</source>
        <translation>問題なし</translation>
    </message>
    <message>
        <source>Databases</source>
        <translation>データベース</translation>
    </message>
    <message>
        <source>Leave out no volume that holds data or logs of a database: what is not from the same moment does not fit together.</source>
        <translation>データベースのデータやログがあるボリュームは除外しないでください。同じ時点のものでないと整合が取れません。</translation>
    </message>
    <message>
        <source>The guest was shut down: its databases have closed their files, and there is nothing to recover.</source>
        <translation>ゲストはシャットダウンされています。データベースのファイルは閉じられており、回復処理は必要ありません。</translation>
    </message>
    <message>
        <source>A database in this snapshot recovers when it is started, as after a power cut. If it must not have to, shut it down or pause it by its own means first.</source>
        <translation>このスナップショットのデータベースは、停電後と同じように、起動時に回復処理を行います。それを避ける必要がある場合は、先にデータベース自身の方法で停止または一時停止してください。</translation>
    </message>
    <message>
        <source>Linux: the agent stops the file systems, and knows of no database; most databases recover from that by themselves. For one that has to be made ready, put a script into the agent&apos;s folder fsfreeze-hook.d and start the agent with --fsfreeze-hook.</source>
        <translation>Linux: エージェントはファイル システムをフリーズしますが、データベースのことは認識しません。ほとんどのデータベースはその状態から自動的に回復します。事前の準備が必要なデータベースには、エージェントの fsfreeze-hook.d フォルダーにスクリプトを置き、エージェントを --fsfreeze-hook 付きで起動してください。</translation>
    </message>
    <message>
        <source>The agent freezes through VSS, which makes SQL Server, Exchange and Active Directory ready. By default they take that for a full backup, and other backup software in the guest may lose the thread of its own.</source>
        <translation>エージェントは VSS を通じてフリーズし、VSS が SQL Server、Exchange、Active Directory に準備を促します。既定ではこれが完全バックアップとして扱われるため、ゲスト内の別のバックアップ ソフトウェアのバックアップ チェーンが途切れることがあります。</translation>
    </message>
    <message>
        <source>If there is any, set VSS to copy mode (agent of virtio-win 0.1.262 or newer): in the registry, under HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\QEMU Guest Agent VSS Provider, the DWORD VssOption with the value 5.</source>
        <translation>別のバックアップ ソフトウェアがある場合は、VSS をコピー モードにしてください (virtio-win 0.1.262 以降のエージェント)。レジストリの HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\QEMU Guest Agent VSS Provider に、値 5 の DWORD VssOption を設定します。</translation>
    </message>
    <message>
        <source>If freezing fails, vssadmin list writers shows in the guest which writer is in the way.</source>
        <translation>フリーズに失敗する場合は、ゲストで vssadmin list writers を実行すると、原因のライターを確認できます。</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>はじめに</translation>
    </message>
    <message>
        <source>Select a VM in the tree.</source>
        <translation>ツリーで仮想マシンを選択します。</translation>
    </message>
    <message>
        <source>Press Snapshot, check the volumes, and press Create Snapshot.</source>
        <translation>[スナップショット] を押し、ボリュームを確認して [スナップショットを作成] を押します。</translation>
    </message>
    <message>
        <source>The snapshot is kept on both PMs once its icon turns from broken to normal. The window may be closed meanwhile: the PMs do the work.</source>
        <translation>アイコンが破損から正常に変わると、スナップショットは両方の PM に保存されています。処理は PM が行うため、途中でウィンドウを閉じてもかまいません。</translation>
    </message>
    <message>
        <source>F1 explains what has the keyboard, in every page and dialog. Help &gt; What Is This? (Shift+F1) explains what you click.</source>
        <translation>どのページやダイアログでも、F1 キーを押すと現在選択している項目の説明が表示されます。[ヘルプ] &gt; [これは何？] (Shift+F1) を選ぶと、クリックした項目の説明が表示されます。</translation>
    </message>
    <message>
        <source>Physical Machines</source>
        <translation>物理マシン</translation>
    </message>
    <message>
        <source>The two KVM hosts of the system: state, what they are at, load, free memory, and what room is free for snapshots. Only a PM that is running takes part in snapshots.</source>
        <translation>システムの 2 台の KVM ホストの状態、アクティビティ、負荷、空きメモリ、スナップショットに使える空き容量を表示します。スナップショットに参加するのは、実行中の PM だけです。</translation>
    </message>
    <message>
        <source>Work On takes a PM into maintenance mode and moves its VMs to the other PM where that is possible; Finalize ends it.</source>
        <translation>[作業開始] を選ぶと PM がメンテナンス モードになり、移動可能な仮想マシンはもう一方の PM に移動します。[最終処理] でメンテナンス モードを終了します。</translation>
    </message>
    <message>
        <source>Virtual Machines</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>The VMs of both PMs. Protected tells when the newest snapshot was taken that is normal on both PMs. The panel below shows the VM that is selected: its facts, its volumes, its snapshots.</source>
        <translation>両方の PM の仮想マシンを表示します。[保護] は、両方の PM で正常な最新のスナップショットがいつ作成されたかを示します。下のパネルには、選択した仮想マシンの情報、ボリューム、スナップショットが表示されます。</translation>
    </message>
    <message>
        <source>If Snapshot is off, its tool tip says why; so does every other button that is off. The same words, and what to do, are among the refusals here.</source>
        <translation>[スナップショット] が無効な場合は、ツールチップに理由が表示されます。ほかの無効なボタンも同様です。同じ説明と対処方法は、このヘルプの「拒否、失敗、アラート」にもあります。</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Every snapshot of the system, with its state on each PM. They can be filtered by VM and by state, searched, and shown by parents and children.</source>
        <translation>システムのすべてのスナップショットと、各 PM での状態を表示します。仮想マシンや状態による絞り込み、検索、親子順の表示ができます。</translation>
    </message>
    <message>
        <source>What can be done with the selected ones stands above the details and in the context menu: a new VM, an export, rolling the VM back, deleting.</source>
        <translation>選択したスナップショットに対する操作 (新しい仮想マシンの作成、エクスポート、仮想マシンのロールバック、削除) は、詳細の上とコンテキスト メニューにあります。</translation>
    </message>
    <message>
        <source>Volume Containers</source>
        <translation>ボリューム コンテナ</translation>
    </message>
    <message>
        <source>A volume container is the room reserved on each PM for one volume and all its snapshots. The page shows what fills it and how many further snapshots fit at the recent rate. It can grow, never shrink.</source>
        <translation>ボリューム コンテナは、1 つのボリュームとそのすべてのスナップショットのために各 PM に確保された領域です。このページには、使用の内訳と、最近のペースであと何個のスナップショットを保存できるかが表示されます。拡張はできますが、縮小はできません。</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>アラート</translation>
    </message>
    <message>
        <source>What went wrong and what is wrong now, with what to do. An alert of a state goes by itself when the state is over; one of an event stays until somebody acknowledges it, on any console.</source>
        <translation>発生した問題と現在の問題を、対処方法とともに表示します。状態に関するアラートは、その状態が解消すると自動的に消えます。できごとに関するアラートは、いずれかのコンソールで確認済みにするまで残ります。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進行状況</translation>
    </message>
    <message>
        <source>What the PMs are at, whichever console began it: step, progress, rate, time left. Cancel works at every step and leaves nothing behind.</source>
        <translation>どのコンソールから開始されたかにかかわらず、PM で進行中の処理のステップ、進行状況、速度、残り時間を表示します。どのステップでもキャンセルでき、途中のものは残りません。</translation>
    </message>
    <message>
        <source>Take a snapshot</source>
        <translation>スナップショットを作成する</translation>
    </message>
    <message>
        <source>Every volume that is ticked is captured at one point in time; the boot volume always. The estimate is asked from the primary PM: what changed since the last snapshot, and how full each container will be.</source>
        <translation>選択したすべてのボリュームを、同じ時点でキャプチャします。ブート ボリュームは必ず含まれます。前回のスナップショット以降の変更量と、作成後のコンテナの使用率の見積もりは、プライマリ PM に問い合わせて表示します。</translation>
    </message>
    <message>
        <source>Consistency says beforehand what to expect and why. Tick the box to have the snapshot refused rather than crash-consistent. Holding the freeze until replicated keeps the guest from writing until both PMs have the snapshot, for at most 8 seconds.</source>
        <translation>[整合性] には、予想される整合性とその理由が事前に表示されます。クラッシュ整合性になるなら拒否したい場合は、チェック ボックスをオンにします。レプリケートが完了するまでフリーズを保持すると、両方の PM にスナップショットが保存されるまで (最大 8 秒)、ゲストは書き込みを行いません。</translation>
    </message>
    <message>
        <source>Delete snapshots</source>
        <translation>スナップショットを削除する</translation>
    </message>
    <message>
        <source>A deleted snapshot&apos;s data is merged into the one that builds on it, on both PMs. Every other snapshot stays usable, and the VM&apos;s own disks are not touched. A deleted snapshot cannot be brought back.</source>
        <translation>削除するスナップショットのデータは、それに基づくスナップショットに両方の PM で統合されます。ほかのスナップショットはすべて引き続き使用でき、仮想マシン自体のディスクには影響しません。削除したスナップショットは元に戻せません。</translation>
    </message>
    <message>
        <source>Roll a VM back</source>
        <translation>仮想マシンをロールバックする</translation>
    </message>
    <message>
        <source>The volumes of a stopped VM become what they were at the snapshot. A snapshot of the present state is taken first unless you decline it; without it, what was written since is lost. No other snapshot goes.</source>
        <translation>停止した仮想マシンのボリュームを、スナップショットの時点の内容に戻します。オフにしない限り、先に現在の状態のスナップショットが作成されます。作成しない場合、その後に書き込まれた内容は失われます。ほかのスナップショットは失われません。</translation>
    </message>
    <message>
        <source>Create a VM from a snapshot</source>
        <translation>スナップショットから仮想マシンを作成する</translation>
    </message>
    <message>
        <source>The new VM has a name, a UUID and MAC addresses of its own. Its guest is a copy that believes to be the original: mind what the dialog says before you start it.</source>
        <translation>新しい仮想マシンには、独自の名前、UUID、MAC アドレスが割り当てられます。ゲストは元の仮想マシンと同じ設定を持つ複製です。起動する前に、ダイアログに表示される注意事項を確認してください。</translation>
    </message>
    <message>
        <source>Export a snapshot</source>
        <translation>スナップショットをエクスポートする</translation>
    </message>
    <message>
        <source>Writes an OVF or OVA package with hashes, to a folder or share that the PM reaches or to this workstation. If it fails or is cancelled, no half package is left.</source>
        <translation>ハッシュ付きの OVF または OVA パッケージを、PM からアクセスできるフォルダーや共有、またはこのワークステーションに書き込みます。失敗した場合やキャンセルした場合、途中のパッケージは残りません。</translation>
    </message>
    <message>
        <source>Import a VM</source>
        <translation>仮想マシンをインポートする</translation>
    </message>
    <message>
        <source>Makes a VM of an OVF or OVA package: a new one with an identity of its own, or as a restore the VM that a package of Twinpoint was made of.</source>
        <translation>OVF または OVA パッケージから仮想マシンを作成します。独自の ID を持つ新しい仮想マシンにするか、Twinpoint のパッケージの元になった仮想マシンとして復元できます。</translation>
    </message>
    <message>
        <source>Expand a volume container</source>
        <translation>ボリューム コンテナを拡張する</translation>
    </message>
    <message>
        <source>Makes it larger on both PMs. The PM with less free room decides how large it can become. It cannot be made smaller again.</source>
        <translation>両方の PM でコンテナを大きくします。空き容量の少ない方の PM によって、拡張できる上限が決まります。拡張後に縮小することはできません。</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>環境設定</translation>
    </message>
    <message>
        <source>How large new containers are, and from what level on an alert is shown. They are kept on the PMs and hold for every console.</source>
        <translation>新しいコンテナの容量と、アラートを表示する使用率を設定します。設定は PM に保存され、すべてのコンソールに適用されます。</translation>
    </message>
    <message>
        <source>Work On and Finalize</source>
        <translation>作業開始と最終処理</translation>
    </message>
    <message>
        <source>Work On lists the VMs of the PM, which of them can move while they run and which cannot, and why. No new snapshot is taken while a PM is in maintenance mode. Under Pacemaker, it is the node&apos;s standby.</source>
        <translation>[作業開始] を選ぶと、PM の仮想マシンが一覧表示され、実行したまま移動できるかどうかと、できない理由が示されます。PM がメンテナンス モードの間、新しいスナップショットは作成されません。Pacemaker を使用している場合は、ノードのスタンバイになります。</translation>
    </message>
    <message>
        <source>Start, Shut Down, Power Off</source>
        <translation>起動、シャットダウン、電源オフ</translation>
    </message>
    <message>
        <source>Shut Down asks the guest and waits. Power Off asks nobody: what the guest has not written is lost, as if the plug were pulled.</source>
        <translation>[シャットダウン] はゲストに要求して終了を待ちます。[電源オフ] は要求せずに電源を切ります。電源プラグを抜いたときと同じように、ゲストがまだ書き込んでいない内容は失われます。</translation>
    </message>
    <message>
        <source>Add, edit and remove a system</source>
        <translation>システムを追加、編集、削除する</translation>
    </message>
    <message>
        <source>A system is a pair of KVM hosts that are reached by SSH. Compare the fingerprint of an unknown host key with the one on the PM itself. A password is used once, to install a key, and is not kept.</source>
        <translation>システムは、SSH で接続する 2 台の KVM ホストの組です。未登録のホスト鍵のフィンガープリントは、PM 自身で表示したものと見比べてください。パスワードは鍵を登録するために一度だけ使用され、保存されません。</translation>
    </message>
    <message>
        <source>Removing a system forgets it on this workstation only. Its PMs, VMs and snapshots stay as they are.</source>
        <translation>システムを削除しても、このワークステーションの登録が消えるだけです。PM、仮想マシン、スナップショットはそのまま残ります。</translation>
    </message>
    <message>
        <source>Disable and enable snapshots</source>
        <translation>スナップショットを無効または有効にする</translation>
    </message>
    <message>
        <source>While they are disabled, nobody can take a snapshot in the system, on whatever console. Existing snapshots stay usable.</source>
        <translation>無効にしている間は、どのコンソールからもこのシステムでスナップショットを作成できません。既存のスナップショットは引き続き使用できます。</translation>
    </message>
    <message>
        <source>Save diagnostics</source>
        <translation>診断情報を保存する</translation>
    </message>
    <message>
        <source>Help &gt; Save Diagnostics writes one file for a bug report: versions, settings, the log, and what was seen last. Names of users, hosts, systems and VMs, addresses and secrets are replaced, the same name by the same placeholder everywhere. Nothing is sent anywhere; look into the file before you pass it on.</source>
        <translation>[ヘルプ] &gt; [診断情報を保存] を選ぶと、不具合の報告に使う 1 つのファイルに、バージョン、設定、ログ、最後に取得した状態が書き込まれます。ユーザー、ホスト、システム、仮想マシンの名前、アドレス、秘密の情報は置き換えられ、同じ名前はどこでも同じ記号になります。どこにも送信されません。ほかの人に渡す前に、ファイルの内容を確認してください。</translation>
    </message>
    <message>
        <source>Primary and secondary PM</source>
        <translation>プライマリ PM とセカンダリ PM</translation>
    </message>
    <message>
        <source>A VM&apos;s primary PM is the one that runs it, or ran it last; the other one is its secondary PM. Each VM has its own.</source>
        <translation>仮想マシンのプライマリ PM は、その仮想マシンを実行している (または最後に実行した) PM です。もう一方がセカンダリ PM です。これは仮想マシンごとに決まります。</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>保護</translation>
    </message>
    <message>
        <source>When the newest snapshot of the VM was taken that is normal: whole on both PMs, and verified. What was written later is in no such snapshot.</source>
        <translation>仮想マシンの正常なスナップショット (両方の PM で完成し、検証済みのもの) のうち、最新のものが作成された時刻です。その後に書き込まれた内容は、まだ正常なスナップショットに含まれていません。</translation>
    </message>
    <message>
        <source>Guest agent</source>
        <translation>ゲスト エージェント</translation>
    </message>
    <message>
        <source>qemu-guest-agent, a program in the guest that holds its writes for an instant, so that a snapshot is application-consistent. On Windows it works by VSS.</source>
        <translation>qemu-guest-agent は、スナップショットにアプリケーション整合性を持たせるために、書き込みを一瞬止めるゲスト内のプログラムです。Windows では VSS を使用します。</translation>
    </message>
    <message>
        <source>Volume container</source>
        <translation>ボリューム コンテナ</translation>
    </message>
    <message>
        <source>Room on each PM for one volume and all its snapshots. It is a promise, not a file: a snapshot that would not fit is refused beforehand. Where everything has to be compared, its size is known only then: if it does not fit, the run fails with figures and leaves nothing.</source>
        <translation>1 つのボリュームとそのすべてのスナップショットのための、各 PM 上の領域です。ファイルではなく割り当ての上限であり、収まらないスナップショットは事前に拒否されます。全体の比較が必要な場合は、比較するまでサイズがわかりません。収まらなければ、処理は数値を示して失敗し、何も残しません。</translation>
    </message>
    <message>
        <source>Estimates (≈)</source>
        <translation>見積もり (約)</translation>
    </message>
    <message>
        <source>QEMU keeps count of what the guest writes since the last snapshot. Where that count is missing, everything is read and compared, the snapshot takes longer, and its size is known only afterwards; the most that it can be (≤) is shown.</source>
        <translation>QEMU は、前回のスナップショット以降にゲストが書き込んだ箇所を記録しています。この記録がない場合は、すべてを読み取って比較するため、スナップショットに時間がかかり、サイズは後になって分かります。表示されるのはその最大値です。</translation>
    </message>
    <message>
        <source>For application consistency the guest needs the QEMU guest agent, running (Linux: the package qemu-guest-agent; Windows: qemu-ga of virtio-win), and the VM its channel, org.qemu.guest_agent.0.</source>
        <translation>アプリケーション整合性のためには、ゲストで QEMU ゲスト エージェントが動作し (Linux: qemu-guest-agent パッケージ、Windows: virtio-win の qemu-ga)、仮想マシンにそのチャネル org.qemu.guest_agent.0 があることが必要です。</translation>
    </message>
    <message>
        <source>A VM that its guest has shut down gives an application-consistent snapshot without an agent.</source>
        <translation>ゲスト自身がシャットダウンした仮想マシンからは、エージェントがなくてもアプリケーション整合性のあるスナップショットを作成できます。</translation>
    </message>
    <message>
        <source>Names and figures are examples: web01 is a VM, vda and vdb are its volumes, and pm1 and pm2 are the PMs.</source>
        <translation>名前と数値は例です。web01 は仮想マシン、vda と vdb はそのボリューム、pm1 と pm2 は PM です。</translation>
    </message>
    <message>
        <source>Programs in the guest had written down what they were working on (databases too, where the guest agent&apos;s hooks or VSS tell them to), and nothing was written at that point in time. A VM made of it starts as after an orderly shutdown.</source>
        <translation>ゲスト内のプログラムは処理中のデータを書き込み終えており (ゲスト エージェントのフックや VSS で指示すればデータベースも含む)、その時点では何も書き込まれていません。このスナップショットから作成した仮想マシンは、正常にシャットダウンした後と同じように起動します。</translation>
    </message>
    <message>
        <source>All volumes are of the same point in time, but the guest was not asked beforehand. A VM made of it starts as after a power failure: file systems and databases have to recover by their journals.</source>
        <translation>すべてのボリュームは同じ時点のものですが、ゲストには事前に要求していません。このスナップショットから作成した仮想マシンは、停電の後と同じように起動します。ファイル システムとデータベースは、ジャーナルによる回復が必要です。</translation>
    </message>
    <message>
        <source>Everything that could stand in the way is looked at on both PMs. Up to here nothing has been touched.</source>
        <translation>妨げになるものがないか、両方の PM を確認します。ここまでは何も変更されません。</translation>
    </message>
    <message>
        <source>Both PMs write down that this snapshot is meant to be. From here on the run belongs to the primary PM: closing the console does it no harm.</source>
        <translation>スナップショットを作成することを、両方の PM に記録します。以降の処理はプライマリ PM が担当するため、コンソールを閉じても影響はありません。</translation>
    </message>
    <message>
        <source>The guest agent makes the guest write down what is in memory and hold all writes. A guard on the PM thaws it if the run does not in time.</source>
        <translation>ゲスト エージェントが、メモリ上のデータを書き込ませてから、すべての書き込みを止めます。時間内にフリーズが解除されない場合は、PM の監視プロセスが解除します。</translation>
    </message>
    <message>
        <source>The point in time of all volumes is fixed and their data is copied, while the VM goes on.</source>
        <translation>すべてのボリュームの時点を固定し、仮想マシンを実行したままデータをコピーします。</translation>
    </message>
    <message>
        <source>The guest may write again. It is thawed whatever happens to the run.</source>
        <translation>ゲストが書き込みを再開できます。処理に何が起きても、フリーズは必ず解除されます。</translation>
    </message>
    <message>
        <source>The other PM gets its copy. If it goes away now, the snapshot stays broken and this step goes on by itself when it is back.</source>
        <translation>もう一方の PM にコピーします。この間にその PM が応答しなくなると、スナップショットは破損のままになり、復帰すると自動的に続行されます。</translation>
    </message>
    <message>
        <source>What was written is read again and compared, on both PMs.</source>
        <translation>書き込んだ内容を両方の PM で読み直し、比較します。</translation>
    </message>
    <message>
        <source>A deleted snapshot&apos;s data moves into the snapshot that builds on it. The VM&apos;s own disks are not touched.</source>
        <translation>削除するスナップショットのデータを、それに基づくスナップショットに移します。仮想マシン自体のディスクには影響しません。</translation>
    </message>
    <message>
        <source>The package is read and its hashes are compared.</source>
        <translation>パッケージを読み取り、ハッシュを照合します。</translation>
    </message>
    <message>
        <source>New volumes are written from what the snapshot holds.</source>
        <translation>スナップショットの内容から、新しいボリュームを書き込みます。</translation>
    </message>
    <message>
        <source>The volumes are written in the format that was asked for.</source>
        <translation>指定された形式でボリュームを書き込みます。</translation>
    </message>
    <message>
        <source>libvirt is told of the VM.</source>
        <translation>仮想マシンを libvirt に登録します。</translation>
    </message>
    <message>
        <source>The VM is started, as was asked for.</source>
        <translation>指定どおりに仮想マシンを起動します。</translation>
    </message>
    <message>
        <source>All is done.</source>
        <translation>すべて完了しました。</translation>
    </message>
    <message>
        <source>The guest agent answers: snapshots of the running VM can be application-consistent.</source>
        <translation>ゲスト エージェントが応答しています。実行中の仮想マシンのスナップショットにアプリケーション整合性を持たせることができます。</translation>
    </message>
    <message>
        <source>The VM has a channel for a guest agent, but nobody answers on it. Install qemu-guest-agent in the guest, or start its service.</source>
        <translation>仮想マシンにはゲスト エージェント用のチャネルがありますが、応答がありません。ゲストに qemu-guest-agent をインストールするか、そのサービスを起動してください。</translation>
    </message>
    <message>
        <source>While the VM is off there is nobody to answer. None is needed then.</source>
        <translation>仮想マシンが停止している間は応答しません。その間は必要ありません。</translation>
    </message>
    <message>
        <source>The VM has no channel for a guest agent. Add one (org.qemu.guest_agent.0) to its definition and install qemu-guest-agent in the guest.</source>
        <translation>仮想マシンにゲスト エージェント用のチャネルがありません。定義にチャネル (org.qemu.guest_agent.0) を追加し、ゲストに qemu-guest-agent をインストールしてください。</translation>
    </message>
    <message>
        <source>Its data does not pass through QEMU in a way that a snapshot could hold. The snapshot is taken without it; save its data by means of the storage.</source>
        <translation>データがスナップショットに保存できる形で QEMU を経由しません。スナップショットはこのボリュームを除いて作成されます。データはストレージの機能で保護してください。</translation>
    </message>
    <message>
        <source>Nothing can be written to it, so there is nothing to capture.</source>
        <translation>書き込みができないため、キャプチャするものがありません。</translation>
    </message>
    <message>
        <source>What the guest writes there is thrown away when it stops, so it is not captured.</source>
        <translation>ゲストが書き込んだ内容は停止時に破棄されるため、キャプチャされません。</translation>
    </message>
    <message>
        <source>Convert it to qcow2 (qemu-img convert) while the VM is off, and it can be captured.</source>
        <translation>仮想マシンの停止中に qcow2 に変換すると (qemu-img convert)、キャプチャできるようになります。</translation>
    </message>
    <message>
        <source>A snapshot would lay its data open on both PMs, so none is taken of it. Encryption inside the guest has no such trouble.</source>
        <translation>スナップショットを作成すると、両方の PM に暗号化されていないデータが置かれることになるため、作成されません。ゲスト内で暗号化する場合、この問題はありません。</translation>
    </message>
    <message>
        <source>Twinpoint captures whole files and devices only. Give the volume a file of its own.</source>
        <translation>Twinpoint は、ファイル全体またはデバイス全体だけをキャプチャします。ボリュームに専用のファイルを割り当ててください。</translation>
    </message>
    <message>
        <source>The console has not seen this PM yet. The first look takes a few seconds.</source>
        <translation>コンソールはまだこの PM の状態を取得していません。最初の取得には数秒かかります。</translation>
    </message>
    <message>
        <source>The PM answers, its libvirt works, and nothing keeps it from taking part in snapshots. Both PMs must be running for a new snapshot.</source>
        <translation>PM が応答し、libvirt が動作しており、スナップショットへの参加を妨げるものはありません。新しいスナップショットを作成するには、両方の PM が実行中である必要があります。</translation>
    </message>
    <message>
        <source>The PM is bringing its mirrored disks up to date (DRBD). A snapshot taken now could hold old data, so none is taken.</source>
        <translation>PM はミラー ディスク (DRBD) を最新の状態にしています。この間のスナップショットには古いデータが含まれるおそれがあるため、作成されません。</translation>
    </message>
    <message>
        <source>Wait until it is done. The state changes by itself.</source>
        <translation>完了するまでお待ちください。状態は自動的に変わります。</translation>
    </message>
    <message>
        <source>Somebody chose Work On for this PM. It takes no part in snapshots; those that are there stay usable.</source>
        <translation>この PM で [作業開始] が選択されました。スナップショットには参加しませんが、既存のスナップショットは引き続き使用できます。</translation>
    </message>
    <message>
        <source>When the work is done, choose Finalize on the Physical Machines page. Under Pacemaker this is the node&apos;s standby.</source>
        <translation>作業が終わったら、[物理マシン] ページで [最終処理] を選択してください。Pacemaker を使用している場合は、ノードのスタンバイに相当します。</translation>
    </message>
    <message>
        <source>The PM is reached by SSH, but libvirt on it does not answer. What it holds of snapshots is shown; its VMs cannot be seen or changed.</source>
        <translation>PM には SSH で接続できますが、libvirt が応答しません。保存されているスナップショットは表示されますが、仮想マシンの表示や変更はできません。</translation>
    </message>
    <message>
        <source>Start libvirt there (systemctl start libvirtd, or virtqemud).</source>
        <translation>その PM で libvirt を起動してください (systemctl start libvirtd または virtqemud)。</translation>
    </message>
    <message>
        <source>The PM does not answer by SSH. What is shown of it, grey, is what was seen last. VMs may well be running there.</source>
        <translation>PM が SSH で応答しません。灰色で表示されているのは、最後に取得した状態です。仮想マシンは実行中かもしれません。</translation>
    </message>
    <message>
        <source>Twinpoint keeps trying and takes the link up again by itself. Check the power, the network and the SSH service of the PM.</source>
        <translation>Twinpoint は接続を試み続け、自動的に再接続します。PM の電源、ネットワーク、SSH サービスを確認してください。</translation>
    </message>
    <message>
        <source>The VM runs on its primary PM. A snapshot of it is application-consistent if its guest agent answers, and crash-consistent otherwise.</source>
        <translation>仮想マシンはプライマリ PM で実行されています。スナップショットは、ゲスト エージェントが応答すればアプリケーション整合性、応答しなければクラッシュ整合性になります。</translation>
    </message>
    <message>
        <source>The VM is off. A snapshot can be taken, and it can be rolled back. If its guest shut down in an orderly way, the snapshot is application-consistent.</source>
        <translation>仮想マシンは停止しています。スナップショットの作成とロールバックができます。ゲストが正常にシャットダウンしていれば、スナップショットはアプリケーション整合性になります。</translation>
    </message>
    <message>
        <source>The VM is being started. Wait until it runs before you take a snapshot.</source>
        <translation>仮想マシンを起動しています。スナップショットは、実行中になってから作成してください。</translation>
    </message>
    <message>
        <source>The guest is shutting down. If it does not stop in the end, Power Off takes its power away; what it has not written is lost then.</source>
        <translation>ゲストがシャットダウンしています。最後まで停止しない場合は [電源オフ] で電源を切れますが、まだ書き込まれていない内容は失われます。</translation>
    </message>
    <message>
        <source>Somebody paused the VM. No snapshot is taken in this state, since its guest could not be asked to write down what it has in memory.</source>
        <translation>仮想マシンが一時停止されました。メモリ上のデータの書き込みをゲストに要求できないため、この状態ではスナップショットは作成されません。</translation>
    </message>
    <message>
        <source>Resume it with the tool that paused it, or with “virsh resume” on its primary PM.</source>
        <translation>一時停止に使ったツールで再開するか、プライマリ PM で「virsh resume」を実行してください。</translation>
    </message>
    <message>
        <source>QEMU paused the VM because one of its volumes could not be written, mostly for want of disk space. Its guest stands still until then.</source>
        <translation>ボリュームに書き込めなかったため、QEMU が仮想マシンを一時停止しました。多くの場合、原因はディスクの空き容量不足です。再開するまでゲストは停止したままです。</translation>
    </message>
    <message>
        <source>Free disk space on its primary PM or mend the disk, then resume the VM with “virsh resume”.</source>
        <translation>プライマリ PM のディスク容量を空けるかディスクを修復してから、「virsh resume」で仮想マシンを再開してください。</translation>
    </message>
    <message>
        <source>The guest stopped by a fault of its own (a kernel panic, for example). Power it off, then start it again or roll it back to a snapshot.</source>
        <translation>ゲスト自体の障害 (カーネル パニックなど) で停止しました。電源をオフにしてから、もう一度起動するか、スナップショットにロールバックしてください。</translation>
    </message>
    <message>
        <source>The VM is moving from one PM to the other while it runs. No snapshot can be taken until it has arrived.</source>
        <translation>仮想マシンを実行したまま、もう一方の PM に移動しています。移動が終わるまで、スナップショットは作成できません。</translation>
    </message>
    <message>
        <source>The guest sent itself to sleep. Wake it before you take a snapshot (for example with “virsh dompmwakeup”).</source>
        <translation>ゲストがスリープ状態になっています。スナップショットを作成する前に、スリープを解除してください (「virsh dompmwakeup」など)。</translation>
    </message>
    <message>
        <source>libvirt reports a state that Twinpoint does not know. Nothing is changed while it lasts.</source>
        <translation>libvirt から、Twinpoint が対応していない状態が報告されています。この状態の間は、何も変更されません。</translation>
    </message>
    <message>
        <source>The snapshot is whole on both PMs, and what was written has been read again and compared. Either PM alone is enough to use it.</source>
        <translation>スナップショットは両方の PM で完成し、書き込まれた内容は読み直して照合済みです。どちらか一方の PM だけでも使用できます。</translation>
    </message>
    <message>
        <source>The snapshot is not, or not yet, whole on both PMs: it is in progress, the other PM is away, or a copy is damaged. The details say which.</source>
        <translation>スナップショットは、両方の PM ではまだ完成していません。作成中であるか、もう一方の PM が応答していないか、コピーが損傷しています。理由は詳細に表示されます。</translation>
    </message>
    <message>
        <source>While a run is in progress, just wait. If the other PM is away, replication goes on by itself when it is back; until then, the copy that is whole can be used. “twinpointctl repair” mends a damaged copy from the other PM.</source>
        <translation>処理中の場合は、そのままお待ちください。もう一方の PM が応答しない場合は、復帰するとレプリケーションが自動的に続行されます。それまでは、完成しているコピーを使用できます。損傷したコピーは、「twinpointctl repair」でもう一方の PM から修復できます。</translation>
    </message>
    <message>
        <source>The PM holds nothing of this snapshot. It was away when the snapshot was taken, or replication has not begun.</source>
        <translation>この PM には、このスナップショットのデータがありません。作成時に応答していなかったか、レプリケーションがまだ始まっていません。</translation>
    </message>
    <message>
        <source>A run is writing the snapshot on this PM now. It cannot be used from here yet.</source>
        <translation>この PM にスナップショットを書き込んでいます。この PM からはまだ使用できません。</translation>
    </message>
    <message>
        <source>All files of the snapshot are there, as long as they were recorded to be. Verify reads them again and compares their hashes.</source>
        <translation>スナップショットのすべてのファイルがあり、サイズは記録と一致しています。検証すると、ファイルを読み直してハッシュを比較します。</translation>
    </message>
    <message>
        <source>Files on this PM are missing or have changed since they were written. If the other PM&apos;s copy is whole, “twinpointctl repair” fetches them from there.</source>
        <translation>この PM のファイルが失われているか、書き込み後に変わっています。もう一方の PM のコピーが完全であれば、「twinpointctl repair」でそこから取得できます。</translation>
    </message>
    <message>
        <source>The run that should have written this copy failed. What it left is deleted by itself; nothing has to be done.</source>
        <translation>このコピーを書き込む処理は失敗しました。残ったデータは自動的に削除されます。操作は必要ありません。</translation>
    </message>
    <message>
        <source>This PM cannot be asked now. Whether its copy is whole shows when it is back.</source>
        <translation>現在、この PM に問い合わせることができません。コピーが完全かどうかは、復帰後に表示されます。</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>ページ</translation>
    </message>
    <message>
        <source>What can be done</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>用語</translation>
    </message>
    <message>
        <source>States of a PM</source>
        <translation>PM の状態</translation>
    </message>
    <message>
        <source>States of a VM</source>
        <translation>仮想マシンの状態</translation>
    </message>
    <message>
        <source>States of a snapshot</source>
        <translation>スナップショットの状態</translation>
    </message>
    <message>
        <source>What a PM holds of a snapshot</source>
        <translation>PM 上のスナップショットのコピー</translation>
    </message>
    <message>
        <source>Consistency of a snapshot</source>
        <translation>スナップショットの整合性</translation>
    </message>
    <message>
        <source>Steps of a run</source>
        <translation>処理のステップ</translation>
    </message>
    <message>
        <source>Volumes that cannot be captured</source>
        <translation>キャプチャできないボリューム</translation>
    </message>
    <message>
        <source>Refusals, failures and alerts</source>
        <translation>拒否、失敗、アラート</translation>
    </message>
    <message>
        <source>{path} is there already.</source>
        <translation>{path} はすでに存在します。</translation>
    </message>
    <message>
        <source>Choose another name, or allow it to be overwritten.</source>
        <translation>別の名前を選ぶか、上書きを許可してください。</translation>
    </message>
    <message>
        <source>{path} could not be written.</source>
        <translation>{path} に書き込めませんでした。</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to, with room in it.</source>
        <translation>書き込み権限と空き容量のあるフォルダーを選択してください。</translation>
    </message>
</context>
<context>
    <name>SnapshotActions</name>
    <message>
        <source>Create &amp;VM from Snapshot…</source>
        <translation>スナップショットから仮想マシンを作成(&amp;V)…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>エクスポート(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Roll Back…</source>
        <translation>ロールバック(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>削除(&amp;D)…</translation>
    </message>
    <message>
        <source>Select a snapshot.</source>
        <translation>スナップショットを選択してください。</translation>
    </message>
    <message>
        <source>Select one snapshot only.</source>
        <translation>スナップショットを 1 つだけ選択してください。</translation>
    </message>
    <message>
        <source>Make a new VM of what this snapshot holds</source>
        <translation>このスナップショットの内容から新しい仮想マシンを作成します</translation>
    </message>
    <message>
        <source>Write this snapshot as a package that other systems can import</source>
        <translation>ほかのシステムでインポートできるパッケージとして書き出します</translation>
    </message>
    <message>
        <source>Put the VM back to this snapshot</source>
        <translation>仮想マシンをこのスナップショットの状態に戻します</translation>
    </message>
    <message>
        <source>Delete the selected snapshots on both PMs; all others stay usable</source>
        <translation>選択したスナップショットを両方の PM から削除します。ほかはすべて引き続き使用できます</translation>
    </message>
</context>
<context>
    <name>SnapshotDetails</name>
    <message>
        <source>No snapshot is selected</source>
        <translation>スナップショットが選択されていません</translation>
    </message>
    <message>
        <source>{count} snapshots are selected</source>
        <translation>{count} 個のスナップショットを選択中</translation>
    </message>
    <message>
        <source>VMs</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two names</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>Size together</source>
        <translation>合計サイズ</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>{name} of {time}</source>
        <translation>{name} ({time})</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>対処方法</translation>
    </message>
    <message>
        <source>VM</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>Consistency</source>
        <translation>整合性</translation>
    </message>
    <message>
        <source>{count} ms</source>
        <translation>{count} ミリ秒</translation>
    </message>
    <message>
        <source>Guest frozen for</source>
        <translation>ゲストのフリーズ時間</translation>
    </message>
    <message>
        <source>On {pm}</source>
        <translation>{pm} 上</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>Follows</source>
        <translation>直前のスナップショット</translation>
    </message>
    <message>
        <source>Followed by</source>
        <translation>次のスナップショット</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>{time}, by {name}, from {pm}</source>
        <translation>{time}、作成者 {name}、取得元 {pm}</translation>
    </message>
    <message>
        <source>{target}: {size} of {capacity} ({method})</source>
        <translation>{target}: {capacity} 中 {size} ({method})</translation>
    </message>
    <message>
        <source>    from {source}</source>
        <translation>    取得元 {source}</translation>
    </message>
    <message>
        <source>    SHA-256 {hash}</source>
        <translation>    SHA-256 {hash}</translation>
    </message>
    <message>
        <source>nothing: the first of its VM</source>
        <translation>なし (この仮想マシンの最初のスナップショット)</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two steps</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>{step} {seconds} s</source>
        <translation>{step} {seconds} 秒</translation>
    </message>
    <message>
        <source>Copy Details</source>
        <translation>詳細をコピー</translation>
    </message>
</context>
<context>
    <name>SnapshotDialog</name>
    <message>
        <source>Snapshot Virtual Machine: {vm}</source>
        <translation>仮想マシンのスナップショット: {vm}</translation>
    </message>
    <message>
        <source>Refuse if it can&apos;t be application-consistent</source>
        <translation>アプリケーション整合性を確保できない場合は拒否する</translation>
    </message>
    <message>
        <source>Hold the freeze until replicated (at most 8 s)</source>
        <translation>レプリケートが完了するまでフリーズを保持する (最大 8 秒)</translation>
    </message>
    <message>
        <source>Create Snapshot</source>
        <translation>スナップショットを作成</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Advice for databases and Windows guests</source>
        <translation>データベースと Windows ゲストについての注意</translation>
    </message>
    <message>
        <source>Snapshot Name</source>
        <translation>スナップショット名</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>省略可能</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>詳細設定</translation>
    </message>
    <message>
        <source>The guest writes nothing until both PMs hold the snapshot. After 8 seconds it is thawed in any case, and replication goes on.</source>
        <translation>両方の PM にスナップショットが保存されるまで、ゲストは書き込みを行いません。8 秒を過ぎると必ずフリーズが解除され、レプリケーションは続行されます。</translation>
    </message>
    <message>
        <source>Consistency</source>
        <translation>整合性</translation>
    </message>
    <message>
        <source>Volumes to Capture</source>
        <translation>キャプチャするボリューム</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two volumes</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>Left out as the last time: {volumes}</source>
        <translation>前回と同じく除外: {volumes}</translation>
    </message>
    <message>
        <source>≈ {size} altogether on each PM</source>
        <comment>estimated size</comment>
        <translation>合計 ≈ {size} (各 PM)</translation>
    </message>
    <message>
        <source>The size could not be estimated. {cause}</source>
        <translation>サイズを見積もることができませんでした。{cause}</translation>
    </message>
</context>
<context>
    <name>SnapshotFilter</name>
    <message>
        <source>{shown} of {count} shown</source>
        <translation>{count} 個中 {shown} 個を表示</translation>
    </message>
    <message>
        <source>VM</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>破損</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>処理中</translation>
    </message>
    <message>
        <source>Show the snapshots of this VM</source>
        <translation>この仮想マシンのスナップショットを表示</translation>
    </message>
    <message>
        <source>Show the snapshots in this state</source>
        <translation>この状態のスナップショットを表示</translation>
    </message>
    <message>
        <source>Parents and Children</source>
        <translation>親子順</translation>
    </message>
    <message>
        <source>Order the snapshots of each VM so that every one stands above the one that it follows, with lines between them; otherwise by time</source>
        <translation>仮想マシンごとに、各スナップショットがその元となったものの上に並び、線で結ばれます。オフのときは時刻順です</translation>
    </message>
</context>
<context>
    <name>SnapshotTableModel</name>
    <message>
        <source>Waiting for the other PM</source>
        <translation>もう一方の PM を待機中</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two names</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>VM</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>Consistency</source>
        <translation>整合性</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>Kept On</source>
        <translation>保存先</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
</context>
<context>
    <name>SnapshotsPage</name>
    <message>
        <source>Snapshots</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Search snapshots</source>
        <translation>スナップショットを検索</translation>
    </message>
    <message>
        <source>Nothing matches the search</source>
        <translation>検索に一致するものはありません</translation>
    </message>
    <message>
        <source>No snapshots yet</source>
        <translation>スナップショットはまだありません</translation>
    </message>
    <message>
        <source>The snapshots cannot be seen</source>
        <translation>スナップショットを表示できません</translation>
    </message>
    <message>
        <source>Select a VM on the Virtual Machines page and press Snapshot. The snapshot shows here as soon as it is announced to both PMs.</source>
        <translation>[仮想マシン] ページで仮想マシンを選択し、[スナップショット] を押してください。両方の PM に通知されると、スナップショットがここに表示されます。</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Nothing in progress</source>
        <translation>進行中の処理はありません</translation>
    </message>
    <message>
        <source>{run}   and {count} more</source>
        <translation>{run}   ほか {count} 件</translation>
    </message>
    <message>
        <source>Cancel the run shown</source>
        <translation>表示中の実行をキャンセル</translation>
    </message>
    <message>
        <source>Cancel this run; nothing is left behind</source>
        <translation>この実行をキャンセルします (データは残りません)</translation>
    </message>
    <message>
        <source>When this was last read from the PMs</source>
        <translation>PM から最後に取得した時刻</translation>
    </message>
    <message>
        <source>Snapshots disabled</source>
        <translation>スナップショット無効</translation>
    </message>
    <message>
        <source>By {name}, since {time}. System &gt; Enable Snapshots turns them on again.</source>
        <translation>{name} が {time} に無効にしました。[システム] &gt; [スナップショットを有効にする] で再び有効になります。</translation>
    </message>
</context>
<context>
    <name>SystemTree</name>
    <message>
        <source>Systems, machines and snapshots</source>
        <translation>システム、マシン、スナップショット</translation>
    </message>
</context>
<context>
    <name>TransferJobs</name>
    <message>
        <source>No Export of {vm}</source>
        <translation>{vm} はエクスポートされませんでした</translation>
    </message>
    <message>
        <source>No Import of {path}</source>
        <translation>{path} はインポートされませんでした</translation>
    </message>
</context>
<context>
    <name>VirtualMachinesPage</name>
    <message>
        <source>Virtual Machines</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>Search VMs</source>
        <translation>仮想マシンを検索</translation>
    </message>
    <message>
        <source>Nothing matches the search</source>
        <translation>検索に一致するものはありません</translation>
    </message>
    <message>
        <source>The virtual machines cannot be seen</source>
        <translation>仮想マシンを確認できません</translation>
    </message>
    <message>
        <source>Looking for virtual machines</source>
        <translation>仮想マシンを確認しています</translation>
    </message>
    <message>
        <source>The first look at both PMs takes a few seconds.</source>
        <translation>両方の PM の最初の確認には数秒かかります。</translation>
    </message>
    <message>
        <source>No virtual machines yet</source>
        <translation>仮想マシンはまだありません</translation>
    </message>
    <message>
        <source>Neither PM has a VM. VMs that are defined in libvirt on one of them show up here by themselves.</source>
        <translation>どちらの PM にも仮想マシンがありません。いずれかの PM の libvirt で定義された仮想マシンは、自動的にここに表示されます。</translation>
    </message>
</context>
<context>
    <name>VmActions</name>
    <message>
        <source>S&amp;tart</source>
        <comment>a VM</comment>
        <translation>起動(&amp;T)</translation>
    </message>
    <message>
        <source>Shut &amp;Down</source>
        <translation>シャットダウン(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Power Off…</source>
        <translation>電源オフ(&amp;P)…</translation>
    </message>
    <message>
        <source>Select a VM.</source>
        <translation>仮想マシンを選択してください。</translation>
    </message>
    <message>
        <source>Start this VM on its primary PM</source>
        <translation>この仮想マシンをプライマリ PM で起動します</translation>
    </message>
    <message>
        <source>Ask the guest to shut itself down</source>
        <translation>ゲストにシャットダウンを要求します</translation>
    </message>
    <message>
        <source>Take the guest&apos;s power away, when nothing else helps</source>
        <translation>ほかに方法がないときに、ゲストの電源を切ります</translation>
    </message>
</context>
<context>
    <name>VmPanel</name>
    <message>
        <source>No VM is selected</source>
        <translation>仮想マシンが選択されていません</translation>
    </message>
    <message>
        <source>Select a VM to take a snapshot of it.</source>
        <translation>スナップショットを作成する仮想マシンを選択してください。</translation>
    </message>
    <message>
        <source>{state} on {pm}</source>
        <translation>{pm} で{state}</translation>
    </message>
    <message>
        <source>Take a snapshot of this VM now</source>
        <translation>この仮想マシンのスナップショットを今すぐ作成します</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Primary PM</source>
        <translation>プライマリ PM</translation>
    </message>
    <message>
        <source>Secondary PM</source>
        <translation>セカンダリ PM</translation>
    </message>
    <message>
        <source>Redundancy</source>
        <translation>冗長性</translation>
    </message>
    <message>
        <source>A snapshot now would be</source>
        <translation>今作成した場合の整合性</translation>
    </message>
    <message>
        <source>Guest agent</source>
        <translation>ゲスト エージェント</translation>
    </message>
    <message>
        <source>Processors and memory</source>
        <translation>プロセッサとメモリ</translation>
    </message>
    <message>
        <source>{count} vCPU, {memory}</source>
        <translation>{count} vCPU、{memory}</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>ファームウェア</translation>
    </message>
    <message>
        <source>UUID</source>
        <translation>UUID</translation>
    </message>
    <message>
        <source>As it was last known; it may have changed since.</source>
        <translation>最後に確認した情報です。その後変更されている可能性があります。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two abilities</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>{state} (version {version}). It can: {can}.</source>
        <translation>{state} (バージョン {version})。可能な操作: {can}。</translation>
    </message>
    <message>
        <source>It cannot: {cannot}.</source>
        <translation>不可能な操作: {cannot}。</translation>
    </message>
    <message>
        <source>No snapshot is normal on both PMs yet</source>
        <translation>両方の PM で正常なスナップショットはまだありません</translation>
    </message>
    <message>
        <source>Last snapshot normal on both PMs, {ago} ({time})</source>
        <translation>最新の正常なスナップショット (両方の PM): {ago} ({time})</translation>
    </message>
    <message>
        <source>A newer one ({ago}) is whole on {pm}; {peer} cannot be seen now.</source>
        <translation>より新しいもの ({ago}) が {pm} で完成していますが、現在 {peer} を確認できません。</translation>
    </message>
    <message>
        <source>A newer one ({ago}) is whole on {pm} only, not yet on {peer}.</source>
        <translation>より新しいもの ({ago}) は {pm} だけで完成しており、{peer} ではまだです。</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Volumes of the VM</source>
        <translation>仮想マシンのボリューム</translation>
    </message>
    <message>
        <source>Snapshots of the VM</source>
        <translation>仮想マシンのスナップショット一覧</translation>
    </message>
    <message>
        <source>No snapshot of this VM yet</source>
        <translation>この仮想マシンのスナップショットはまだありません</translation>
    </message>
    <message>
        <source>Views of the VM</source>
        <translation>仮想マシンの表示</translation>
    </message>
</context>
<context>
    <name>VmTableModel</name>
    <message>
        <source>– (UEFI)</source>
        <translation>– (UEFI)</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>進行中</translation>
    </message>
    <message>
        <source>not yet</source>
        <comment>no snapshot of this VM is normal on both PMs</comment>
        <translation>未保護</translation>
    </message>
    <message>
        <source>Guest agent: {state}</source>
        <translation>ゲスト エージェント: {state}</translation>
    </message>
    <message>
        <source>As it was last known; it may have changed since</source>
        <translation>最後に確認した情報です。その後変更されている可能性があります</translation>
    </message>
    <message>
        <source>Snapshots of the last {days} days: {normal} normal, {broken} broken</source>
        <translation>過去 {days} 日間のスナップショット: 正常 {normal}、破損 {broken}</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Primary</source>
        <translation>プライマリ</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>保護</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>エージェント</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>{state} (last known)</source>
        <translation>{state} (最後に確認した状態)</translation>
    </message>
</context>
<context>
    <name>VmTree</name>
    <message>
        <source>Physical Machines</source>
        <translation>物理マシン</translation>
    </message>
    <message>
        <source>Virtual Machines</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>{count}, disabled</source>
        <translation>{count} (無効)</translation>
    </message>
    <message>
        <source>Volume Containers</source>
        <translation>ボリューム コンテナ</translation>
    </message>
    <message>
        <source>{count} filling up</source>
        <translation>残りわずか {count}</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>アラート</translation>
    </message>
    <message>
        <source>As it was last known; it may have changed since</source>
        <translation>最後に確認した情報です。その後変更されている可能性があります</translation>
    </message>
    <message>
        <source>last seen {time}</source>
        <translation>最終確認 {time}</translation>
    </message>
    <message>
        <source>boot</source>
        <translation>ブート</translation>
    </message>
</context>
<context>
    <name>VmUses</name>
    <message>
        <source>Select a VM.</source>
        <translation>仮想マシンを選択してください。</translation>
    </message>
    <message>
        <source>No snapshot of this VM is normal on both PMs yet.</source>
        <translation>この仮想マシンには、両方の PM で正常なスナップショットがまだありません。</translation>
    </message>
    <message>
        <source>Create from Snapshot…</source>
        <translation>スナップショットから作成…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>エクスポート…</translation>
    </message>
    <message>
        <source>Of the newest normal snapshot: {name} of {time}</source>
        <translation>最新の正常なスナップショットを使用します: {name} ({time})</translation>
    </message>
</context>
<context>
    <name>VolumeChoice</name>
    <message>
        <source>Volume</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>変更量</translation>
    </message>
    <message>
        <source>Container Now</source>
        <translation>現在のコンテナ</translation>
    </message>
    <message>
        <source>Container Afterwards</source>
        <translation>作成後のコンテナ</translation>
    </message>
    <message>
        <source>estimating …</source>
        <translation>見積もり中…</translation>
    </message>
    <message>
        <source>≤ {size}</source>
        <comment>size at most</comment>
        <translation>最大 {size}</translation>
    </message>
    <message>
        <source>≈ {size}</source>
        <comment>estimated size</comment>
        <translation>約 {size}</translation>
    </message>
    <message>
        <source>What changed is found by comparing everything: this is the most that it can be. If it turns out to be more than the container has left, the snapshot fails and nothing of it is kept.</source>
        <translation>変更箇所はすべてを比較して調べます。表示しているのはその最大値です。実際のサイズがコンテナの残りを超えた場合、スナップショットは失敗し、何も残りません。</translation>
    </message>
    <message>
        <source>Cannot be captured: {reason}.</source>
        <translation>キャプチャできません: {reason}。</translation>
    </message>
    <message>
        <source>{target}   boot volume (required)</source>
        <translation>{target}   ブート ボリューム (必須)</translation>
    </message>
    <message>
        <source>Container of {target} now: {share}</source>
        <translation>{target} のコンテナ、現在: {share}</translation>
    </message>
    <message>
        <source>Container of {target} afterwards: {share}</source>
        <translation>{target} のコンテナ、作成後: {share}</translation>
    </message>
    <message>
        <source>Fuller than the warning level ({level})</source>
        <translation>警告レベル ({level}) を超えています</translation>
    </message>
</context>
<context>
    <name>VolumeTableModel</name>
    <message>
        <source>{target} (boot volume)</source>
        <translation>{target} (ブート ボリューム)</translation>
    </message>
    <message>
        <source>yes</source>
        <comment>can be captured</comment>
        <translation>可</translation>
    </message>
    <message>
        <source>no: {reason}</source>
        <comment>cannot be captured</comment>
        <translation>不可: {reason}</translation>
    </message>
    <message>
        <source>{used} of {capacity}</source>
        <translation>{capacity} 中 {used}</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Volume Container</source>
        <translation>ボリューム コンテナ</translation>
    </message>
    <message>
        <source>Can Be Captured</source>
        <translation>キャプチャ</translation>
    </message>
    <message>
        <source>File or Device</source>
        <translation>ファイルまたはデバイス</translation>
    </message>
</context>
<context>
    <name>WaitingLine</name>
    <message>
        <source>Stop Waiting</source>
        <translation>待機をやめる</translation>
    </message>
    <message>
        <source>The guest goes on as it likes: it may still shut down</source>
        <translation>ゲストはそのまま動作を続けます。この後シャットダウンする可能性もあります</translation>
    </message>
</context>
<context>
    <name>WindowJobs</name>
    <message>
        <source>The settings cannot be read</source>
        <translation>設定を読み取れません</translation>
    </message>
    <message>
        <source>Mend or remove the file, then choose System &gt; Refresh.</source>
        <translation>ファイルを修正または削除してから、[システム] &gt; [更新] を選択してください。</translation>
    </message>
    <message>
        <source>Welcome to Twinpoint</source>
        <translation>Twinpoint へようこそ</translation>
    </message>
    <message>
        <source>No system is set up yet. A system is a pair of KVM hosts that you reach by SSH. Twinpoint checks both, and makes them a pair.</source>
        <translation>システムはまだ設定されていません。システムとは、SSH で接続する 2 台の KVM ホストの組です。Twinpoint が両方を確認し、ペアにします。</translation>
    </message>
    <message>
        <source>Add System…</source>
        <translation>システムを追加…</translation>
    </message>
    <message>
        <source>Connecting to {systems}</source>
        <translation>{systems} に接続中</translation>
    </message>
    <message>
        <source>The first look at both PMs takes a few seconds.</source>
        <translation>両方の PM の最初の確認には数秒かかります。</translation>
    </message>
    <message>
        <source>this console</source>
        <translation>このコンソール</translation>
    </message>
    <message>
        <source>No Snapshot of {vm}</source>
        <translation>{vm} のスナップショットは作成されませんでした</translation>
    </message>
    <message>
        <source>Twinpoint</source>
        <translation>Twinpoint</translation>
    </message>
</context>
<context>
    <name>WizardFrame</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Host keys</source>
        <translation>ホスト鍵</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>ログイン</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>確認</translation>
    </message>
    <message>
        <source>Set-up</source>
        <translation>セットアップ</translation>
    </message>
    <message>
        <source>A system is a pair of KVM hosts, the PMs, that you reach by SSH.</source>
        <translation>システムとは、SSH で接続する 2 台の KVM ホスト (PM) の組です。</translation>
    </message>
    <message>
        <source>Two physical machines</source>
        <translation>2 台の物理マシン</translation>
    </message>
    <message>
        <source>How each PM proves by SSH that it is the one you mean.</source>
        <translation>各 PM が本物であることを SSH で証明するための鍵です。</translation>
    </message>
    <message>
        <source>Not every PM lets a key of yours in yet.</source>
        <translation>あなたの鍵をまだ受け付けない PM があります。</translation>
    </message>
    <message>
        <source>What snapshots need, on each PM and between the two.</source>
        <translation>スナップショットに必要なものを、各 PM と両者の間で確認します。</translation>
    </message>
    <message>
        <source>Each PM gets the program, a folder for volume containers, and a key that opens nothing on the other PM but Twinpoint&apos;s replication service.</source>
        <translation>各 PM に、プログラム、ボリューム コンテナ用のフォルダー、そしてもう一方の PM で Twinpoint のレプリケーション サービスにしか接続できない鍵を用意します。</translation>
    </message>
</context>
<context>
    <name>WorkOnDialog</name>
    <message>
        <source>Work On Physical Machine: {pm}</source>
        <translation>物理マシンの作業開始: {pm}</translation>
    </message>
    <message>
        <source>VMs that run there</source>
        <translation>その PM で実行中の仮想マシン</translation>
    </message>
    <message>
        <source>Go on all the same</source>
        <translation>それでも続行する</translation>
    </message>
    <message>
        <source>Work On</source>
        <translation>作業開始</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Move {vm} while it runs</source>
        <translation>{vm} を実行したまま移動する</translation>
    </message>
    <message>
        <source>{vm}: Pacemaker moves it, or stops it here and starts it there, as its resource allows</source>
        <translation>{vm}: Pacemaker が移動します。リソースの設定によっては、こちらで停止し、もう一方で起動します</translation>
    </message>
    <message>
        <source>{vm} stays: {why}</source>
        <translation>{vm} は移動しません: {why}</translation>
    </message>
    <message>
        <source>Asking {pm} which VMs can move to the other PM …</source>
        <translation>もう一方の PM に移動できる仮想マシンを {pm} に問い合わせています…</translation>
    </message>
    <message>
        <source>No snapshots can be taken while {pm} is in maintenance mode; snapshots that are there stay usable.</source>
        <translation>{pm} がメンテナンス モードの間、スナップショットは作成できません。既存のスナップショットは引き続き使用できます。</translation>
    </message>
    <message>
        <source>No VM runs there.</source>
        <translation>実行中の仮想マシンはありません。</translation>
    </message>
    <message>
        <source>These VMs run there. Those that stay stop when {pm} does.</source>
        <translation>次の仮想マシンが実行中です。移動しない仮想マシンは、{pm} が停止すると停止します。</translation>
    </message>
    <message>
        <source>{pm} goes into Pacemaker&apos;s standby.</source>
        <translation>{pm} は Pacemaker のスタンバイになります。</translation>
    </message>
</context>
<context>
    <name>_Block</name>
    <message>
        <source>Fingerprint of {name}</source>
        <comment>of a host key</comment>
        <translation>{name} のフィンガープリント</translation>
    </message>
    <message>
        <source>Command to compare it on {name}</source>
        <translation>{name} で見比べるためのコマンド</translation>
    </message>
    <message>
        <source>This key is known and trusted already.</source>
        <translation>この鍵はすでに登録され、信頼されています。</translation>
    </message>
    <message>
        <source>A key that this workstation does not know yet.</source>
        <translation>このワークステーションにはまだ登録されていない鍵です。</translation>
    </message>
</context>
</TS>
